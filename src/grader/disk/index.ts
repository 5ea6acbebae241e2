/**
 * Exercises and submissions on a disk: finding them, reading them into memory. The only part of the grader that needs Node.
 */
export { ContentFolder, FolderError, readFolder } from './folder.ts'
