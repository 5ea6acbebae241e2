const QUOTES = ['"', "'", '`']
const SPACES = /^[ \t\n]+|[ \t\n]+$/g

const trimmed = (text: string): string => text.replace(SPACES, '')

/** Returns everything after the line that contains `from`. */
function afterLine(text: string, from = 0): string {
  const end = text.indexOf('\n', from)
  return end < 0 ? '' : text.slice(end + 1)
}

function upToLineEnd(text: string): string {
  const end = text.indexOf('\n')
  return end < 0 ? text : text.slice(0, end)
}

/** `util.parseEnv`: parses the assignments in a .env file, where a quoted value may span several lines (node::Dotenv::ParseContent). */
export function parseEnv(text: string): Record<string, string> {
  const values: Record<string, string> = {}
  let rest = trimmed(text.replaceAll('\r', ''))
  while (rest !== '') {
    const line = upToLineEnd(rest)
    const equals = line.indexOf('=')
    // As in C++, text before a '#' in the line after a comment or an empty value makes it a name.
    if (line === '' || line.startsWith('#')) {
      rest = afterLine(rest)
      continue
    }
    if (equals < 0) {
      rest = trimmed(afterLine(rest))
      continue
    }
    const name = trimmed(line.slice(0, equals))
    rest = rest.slice(equals + 1)
    if (rest === '' || rest[0] === '\n') {
      values[name] = ''
      rest = rest.slice(1)
    } else if (name === '') rest = trimmed(rest)
    else {
      const [value, behind] = valueAt(rest)
      values[name.replace(/^export /, '').trimStart()] = value
      rest = trimmed(behind)
    }
  }
  return values
}

/** Returns the value at the start of a text, and the text after its line. */
function valueAt(text: string): [value: string, behind: string] {
  const start = text.replace(/^[ \t\n]+/, '')
  const [quote = ''] = start
  const closing = QUOTES.includes(quote) ? start.indexOf(quote, 1) : -1
  if (closing > 0) {
    const quoted = start.slice(1, closing)
    return [quote === '"' ? quoted.replaceAll('\\n', '\n') : quoted, afterLine(start, closing)]
  }
  const line = upToLineEnd(start)
  // An unclosed quote is part of the value, and so is a comment after it.
  return [QUOTES.includes(quote) ? line : trimmed(line.replace(/#.*/, '')), afterLine(start)]
}
