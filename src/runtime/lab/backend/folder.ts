/** Folder of a program's files, the same on every backend, so that stack traces are the same. */
export const FOLDER = '/work'
