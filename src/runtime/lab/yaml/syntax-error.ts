import type { YAMLParseError } from 'yaml'

/** The text from a place to the end of its line. */
const restOfLine = (text: string, at: number): string => text.slice(at).split('\n', 1)[0]!.trim()

/** How much of a line a message shows. */
const MOST_SHOWN = 40
const shown = (line: string): string => (line.length > MOST_SHOWN ? `${line.slice(0, MOST_SHOWN)}…` : line)

const VALUE_FOR_QUOTES = 'expected quotes around the value:'

/**
 * Says what a YAML syntax error means to someone who forgot a colon, a quote or an indent. The parser's words are about productions of the grammar, and stay
 * where nothing plainer is known.
 */
export function syntaxSentence({ code, message, pos }: YAMLParseError, text: string): string {
  const line = shown(restOfLine(text, pos[0]))
  switch (code) {
    case 'MULTILINE_IMPLICIT_KEY':
      return /:\S/.test(line)
        ? `found "${line}", expected a space after the colon`
        : `found "${line}" without a colon, expected "name: value"`
    case 'BLOCK_AS_IMPLICIT_KEY':
      return `found ": " inside the value, ${VALUE_FOR_QUOTES} "${line.replaceAll('"', "'")}"`
    case 'BAD_SCALAR_START':
      return `found a value that begins with ${text[pos[0]]}, ${VALUE_FOR_QUOTES} "${line.replaceAll('"', "'")}"`
    case 'TAB_AS_INDENT':
      return 'found a tab, expected spaces in front of the name'
    case 'DUPLICATE_KEY':
      return `found ${/^[^:]*/.exec(line)![0]} twice, expected each name once`
    case 'MISSING_CHAR':
      return message.startsWith('Implicit map keys')
        ? `found "${line}" without a colon, expected "name: value"`
        : message
    default:
      return message
  }
}
