/** The sum of numbers, or a word that there is none. */
export default (words: string[]): string => {
  if (words.some((word) => !/^\d+$/.test(word))) return 'ERR SUM failed'
  return String(words.reduce((sum, word) => sum + Number(word), 0))
}
