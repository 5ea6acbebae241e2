export default (words: string[]): string => words.join(' ')
