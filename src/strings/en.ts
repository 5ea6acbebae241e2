/** The English interface. The subject is a thing, the verb is what it did, the number is what was measured. */
export const language = 'en'
export * from './en/index.ts'
