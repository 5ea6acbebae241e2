import { didYouMean } from '#lab/yaml/index.ts'
import type { LoadedExercise } from '../../exercise/index.ts'
import { type Finding, problem } from '../findings.ts'
import { checkNumbers } from './numbers.ts'
import { codeSpans, components, fences, type Part, type Text, textsOf } from './texts.ts'

/** Finds files, commands, parameters and numbers in prompt and hints that do not exist. */
export function checkProse(exercise: LoadedExercise): Finding[] {
  return textsOf(exercise).flatMap((text) => [
    ...checkFileNames(text, filesOf(exercise)),
    ...checkCommands(text),
    ...checkComponents(text, exercise),
    ...checkNumbers(text, exercise),
  ])
}

const at = ({ about }: Text, { line }: Part) => (about.includes('.mdx') ? `${about}:${line}` : about)

/** Files that a learner finds in the workspace or is shown. */
function filesOf({
  starter,
  given,
  solution,
  exercise,
  tests,
  skeletons,
  programs,
  topology,
}: LoadedExercise): string[] {
  return [
    ...Object.keys({ ...starter, ...given, ...solution, ...skeletons, ...tests, ...programs }),
    ...exercise.submission.files,
    topology.file.split('/').at(-1)!,
    'params.ts',
    'package.json',
  ]
}

const FILE_NAME =
  /^(?:[\w.-]+\/)*[\w-]+(?:\.[\w-]+)*\.(?:[cm]?[jt]sx?|json|yaml|mdx?|txt|csv|html|bin|dat|pcap|pcapng)$/

function checkFileNames(text: Text, known: readonly string[]): Finding[] {
  const names = known.flatMap((path) => [path, path.split('/').at(-1)!])
  return codeSpans(text.text)
    .filter((span) => FILE_NAME.test(span.text) && !names.includes(span.text.replace(/^\.\//, '')))
    .map((span) =>
      problem(at(text, span), `mentions the file ${span.text}, which does not exist${didYouMean(span.text, names)}`),
    )
}

/** Commands for a host's terminal or the learner's own. */
const COMMANDS = [
  ...[
    'ackademy',
    'bash',
    'cat',
    'cd',
    'curl',
    'dig',
    'docker',
    'echo',
    'ethtool',
    'getent',
    'head',
    'host',
    'hostname',
  ],
  ...[
    'ip',
    'kill',
    'ls',
    'nc',
    'netstat',
    'nft',
    'node',
    'npm',
    'npx',
    'ping',
    'printf',
    'ps',
    'seq',
    'sh',
    'sleep',
    'socat',
  ],
  ...[
    'ss',
    'sysctl',
    'tail',
    'tc',
    'tcpdump',
    'timeout',
    'touch',
    'traceroute',
    'tracepath',
    'tshark',
    'wireshark',
    'xxd',
    'yes',
  ],
]
const VERBS = [
  'start',
  'dev',
  'build',
  'run',
  'grade',
  'submit',
  'replay',
  'check',
  'new',
  'wrong',
  'export',
  'packetdrill',
  'surprise',
  'image',
  'help',
]

function checkCommands(text: Text): Finding[] {
  const lines = fences(text.text)
    .filter(({ language }) => ['sh', 'bash', 'shell', 'console'].includes(language))
    .flatMap((fence) => fence.text.split('\n').map((line, i) => ({ text: line, line: fence.line + i })))
  const typed = lines
    .map((line) => ({ ...line, text: line.text.trim().replace(/^\$\s+/, '') }))
    .filter((line) => line.text !== '' && !line.text.startsWith('#'))
  const spans = codeSpans(text.text).filter((span) => /^(npx )?ackademy /.test(span.text))
  return [...typed, ...spans].flatMap((command) => {
    const words = command.text.split(/\s+/).filter((word) => !/^[A-Z_]+=/.test(word) && word !== 'sudo')
    const [program, verb] = words[0] === 'npx' ? words.slice(1) : words
    if (!program || !COMMANDS.includes(program))
      return [
        problem(
          at(text, command),
          `mentions the command ${program}, which does not exist${didYouMean(program ?? '', COMMANDS)}`,
        ),
      ]
    if (program === 'ackademy' && verb && !VERBS.includes(verb))
      return [problem(at(text, command), `mentions ackademy ${verb}, which does not exist${didYouMean(verb, VERBS)}`)]
    return []
  })
}

function checkComponents(text: Text, { exercise }: LoadedExercise): Finding[] {
  const names = Object.keys(exercise.variants)
  return components(text.text).flatMap((component) => {
    const { name, param, is, isnt } = component.attributes
    const parameter = component.text === 'Param' ? name : param
    if (!parameter || !(parameter in exercise.variants))
      return [
        problem(
          at(text, component),
          `<${component.text}> names the parameter "${parameter ?? ''}", expected one of ${names.join(', ') || 'none: it has no parameters'}${didYouMean(parameter ?? '', names)}`,
        ),
      ]
    const variant = exercise.variants[parameter]!
    const value = is ?? isnt
    if (value === undefined || !('oneOf' in variant) || variant.oneOf.some((one) => String(one) === value)) return []
    return [
      problem(
        at(text, component),
        `<When param="${parameter}"> asks for "${value}", which is not one of its values: ${variant.oneOf.map((one) => JSON.stringify(one)).join(', ')}`,
      ),
    ]
  })
}
