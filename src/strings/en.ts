/** The English interface. In each sentence, a thing is the subject, its action the verb, and a measurement the number. */
export const language = 'en'
export * from './en/index.ts'
