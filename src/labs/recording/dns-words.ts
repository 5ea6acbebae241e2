import { DnsCode, type DnsMessage, DnsType, dnsTypeName, ParseError, parseDns } from '#network'
import { strings } from '#strings'

const words = strings.protocols.dns

/** Returns what a DNS message asks or tells, the decisive word first; null if no short label fits. */
export function dnsLabel(bytes: Uint8Array): string | null {
  const message = parseDns(bytes)
  if (message instanceof ParseError || message.opcode !== 0) return null
  const [question] = message.questions
  if (question === undefined) return null
  if (!message.isResponse) return words.asks(dnsTypeName(question.type), question.name || '.')
  return answerLabel(message, question.name || '.')
}

function answerLabel({ code, isTruncated, answers }: DnsMessage, name: string): string {
  if (code !== DnsCode.NOERROR) return words.codes[code] ?? words.code(code)
  if (isTruncated) return words.truncated
  if (answers.length === 0) return words.nothing
  const address = answers.find(({ type }) => type === DnsType.A || type === DnsType.AAAA)?.data.address
  return words.tells(name, typeof address === 'string' ? address : dnsTypeName(answers[0]!.type), answers.length)
}
