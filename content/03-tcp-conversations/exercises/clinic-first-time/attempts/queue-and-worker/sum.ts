/** The sum of numbers. Throws what is no number. */
export default (words: string[]): string => {
  const wrong = words.find((word) => !/^\d+$/.test(word))
  if (wrong !== undefined) throw new RangeError(`${wrong} is no number`)
  return String(words.reduce((sum, word) => sum + Number(word), 0))
}
