import { z } from 'zod'
import { eachItsOwn } from '#lab/yaml/index.ts'
import { compileFilter, FilterError } from '#network'
import { DurationText, FilePath, Id, ParameterName, Scalar } from '../../exercise/index.ts'

const Sentence = z.string().min(1)
const NodeName = z.string().min(1)
const Values = z.record(ParameterName, Scalar).default({})

/** A display filter. The text of its error says where it stops making sense. */
const Filter = z.string().superRefine((text, context) => {
  const compiled = compileFilter(text)
  if (compiled instanceof FilterError)
    context.addIssue({ code: 'custom', message: `${compiled.reason} (column ${compiled.column} of the filter)` })
})

/** Packets of one direction of one link. */
const Sighting = z.strictObject({
  from: NodeName.describe('The node that sends the packet on this link: a host, or a router that passes it on.'),
  to: NodeName.describe('The node at the other end of the link.'),
  filter: Filter.describe('A display filter, as in the packet list.'),
  says: Sentence.describe('What the packet is or shows, as the end of a sentence: "a SYN that reaches the firewall".'),
})
export type Sighting = z.output<typeof Sighting>

const Program = z.strictObject({
  host: NodeName,
  program: FilePath.describe('One of `programs`.'),
  listens: z.union([z.number().int(), z.strictObject({ udp: z.number().int() })]).optional(),
})

const LinkEnds = z.tuple([NodeName, NodeName])
/** What happens in the world by itself, at times from its start. */
const Event = z.union([
  z.strictObject({ at: DurationText, link: LinkEnds, do: z.enum(['cut', 'restore']) }),
  z.strictObject({
    at: DurationText,
    link: LinkEnds,
    impair: z.strictObject({ loss: z.number().min(0).max(1) }),
    from: NodeName.optional().describe('Only what this end sends.'),
  }),
  z.strictObject({ at: DurationText, host: NodeName, do: z.literal('power-off') }),
  z.strictObject({
    at: DurationText,
    host: NodeName,
    do: z.literal('power-on'),
    programs: z.literal('again').optional().describe('Programs that ran before are started again.'),
  }),
])

const Fault = z.strictObject({
  id: Id,
  name: Sentence.describe('The diagnosis, as one of the answers to choose from.'),
  set: Values.describe('Parameters of the world while this is the fault.'),
  events: z.array(Event).default([]).describe('What happens in the world while this is the fault.'),
  proof: z.array(Sighting).min(1).describe('The learner must select a packet of each.'),
  never: z
    .array(Sighting)
    .default([])
    .describe('No packet of these was sent: what proves that something was dropped. Checked in the whole capture.'),
  disproof: z
    .array(Sighting)
    .default([])
    .describe('Packets that cannot be there if this is the fault: shown to a learner who names it wrongly.'),
  because: Sentence.describe('How the fault explains the complaint. Shown when the learner has named it.'),
  mendedBy: z.array(Id).min(1).describe('Repairs after which the client succeeds. The tests run all of them.'),
})
export type Fault = z.output<typeof Fault>

const Repair = z.strictObject({
  id: Id,
  name: Sentence.describe('The change, as one of the repairs to choose from.'),
  set: Values.describe('Parameters that it changes.'),
  prevents: z.array(Id).default([]).describe('Faults whose events no longer happen.'),
})
export type Repair = z.output<typeof Repair>

const others = (what: string) => `an id that no other ${what} has`

/** A scenario of `ackademy surprise`. The fields `parameters`, `ports` and `topology` are those of a topology file. */
export const Scenario = z.strictObject({
  version: z.literal(1),
  id: Id.describe("The file's name."),
  title: Sentence,
  difficulty: z
    .union([z.literal(1), z.literal(2), z.literal(3)])
    .describe('1: one tool shows it, 3: only a close look at packets.'),
  report: Sentence.describe('What a user reports, in their words.'),
  hints: z
    .array(Sentence)
    .min(1)
    .max(3)
    .describe(
      'How to begin, true for every fault. Each costs a point; a last one, where to look, is made from the proof.',
    ),
  parameters: z.record(z.string(), Scalar).default({}).describe('Values that faults and repairs change.'),
  ports: z.record(z.string(), z.string()).default({}),
  topology: z.record(z.string(), z.unknown()).describe('As in a topology file.'),
  nameserver: z.ipv4().optional().describe('Where hosts ask for names: goes to /etc/resolv.conf.'),
  programs: z.record(FilePath, z.string().min(1)).describe('Texts of programs. Parameters are in process.env.'),
  services: z.array(Program).default([]).describe('Programs that run from the start.'),
  client: z
    .strictObject({
      host: NodeName,
      program: FilePath,
      within: DurationText,
      works: Sentence.describe('What the user does when all is well, as a sentence.'),
    })
    .describe('The program of the user who complains. It works if it ends with status 0 in time.'),
  shells: z.array(NodeName).min(1).describe('Nodes where the learner can run commands.'),
  faults: z
    .array(Fault)
    .min(2)
    .superRefine(eachItsOwn('id', others('fault'))),
  repairs: z
    .array(Repair)
    .min(2)
    .superRefine(eachItsOwn('id', others('repair'))),
})
export type Scenario = z.output<typeof Scenario>
