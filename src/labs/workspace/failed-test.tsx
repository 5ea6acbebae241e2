import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { TestResult } from '#grader'
import { strings } from '#strings'
import type { PacketView, Recording } from '../recording/index.ts'
import { siteAddress } from '../site/index.ts'
import { AgainstReference } from './against-reference.tsx'
import { ErrorPlace } from './error-place.tsx'
import { InlineCode } from './inline-code.tsx'

const words = strings.tests

export interface Hint {
  text: string
  readAgain: { href: string; title: string } | undefined
}

interface FailedTestProps {
  test: TestResult
  hints: readonly Hint[]
  recording: Recording | undefined
  /** Whether the views show this test's replay. */
  isShown: boolean
  onShow: (packet: number | null) => void
  /** Runs only this test; null where none can be run now. */
  onAgain: (() => void) | null
  onLine: (file: string, line: number) => void
}

/** Evidence before advice: one sentence, expected and received, the packet that shows it, then a hint. */
export function FailedTest({ test, hints, recording, isShown, onShow, onAgain, onLine }: FailedTestProps): JSX.Element {
  const evidence = test.evidence
  const wrong = evidence?.packets?.firstWrong ?? null
  const expectedAfter = wrong === null ? (evidence?.packets?.expectedAfter ?? null) : null
  const marked = wrong ?? expectedAfter
  const hasPackets = (recording?.packets.length ?? 0) > 0
  const heading = `failed-${test.id.replaceAll('/', '-')}`
  const card = useRef<HTMLElement>(null)
  // The pane may be scrolled to where another card has ended. The headline comes last: of a long card it is what counts.
  useLayoutEffect(() => {
    for (const part of [card.current, card.current?.querySelector('h3')]) part?.scrollIntoView({ block: 'nearest' })
  }, [test.id, evidence?.sentence])
  return (
    <article ref={card} class="failed-test" aria-labelledby={heading}>
      <h3 id={heading}>
        <span aria-hidden="true">{words.status[test.status]} </span>
        {evidence?.sentence ?? test.reason}
      </h3>
      <p class="test-name">
        <span>{words.test(test.id)}</span>
        <span>{test.title}</span>
        {onAgain && (
          <button type="button" class="link again" data-command="again" onClick={onAgain}>
            {words.again} <kbd class="medium-up">A</kbd>
          </button>
        )}
      </p>
      {evidence?.place && <ErrorPlace place={evidence.place} onGo={onLine} />}
      {evidence && evidence.code !== 'EXITED' && <ExpectedAndSeen evidence={evidence} />}
      {evidence?.observed?.map((line) => (
        <p key={line} class="observed">
          {line}
        </p>
      ))}
      {/* A minimized schedule's few cuts are part of the sentence. */}
      {evidence?.schedule && !evidence.schedule.minimised && <Cuts schedule={evidence.schedule} />}
      {hasPackets && (
        <div class="first-wrong">
          <div>
            <b>{wrong !== null ? words.firstWrongPacket : marked !== null ? words.expectedAfter : words.packetsKept}</b>
            <code>{marked === null ? words.showWhat : packetLine(recording?.packet(marked), marked)}</code>
          </div>
          <button type="button" class="button marked" onClick={() => onShow(marked)}>
            {marked === null ? words.showPackets : isShown ? words.goToPacket(marked) : words.openReplay}
          </button>
        </div>
      )}
      {evidence?.reference && <AgainstReference reference={evidence.reference} onShow={recording ? onShow : null} />}
      <Hints hints={hints} />
      {evidence && evidence.steps.length > 0 && <Steps evidence={evidence} isOpen={!hasPackets} />}
    </article>
  )
}

type Evidence = NonNullable<TestResult['evidence']>

function ExpectedAndSeen({ evidence }: { evidence: Evidence }): JSX.Element {
  const expected = evidence.values?.expected ?? evidence.expected
  const seen = evidence.values?.actual ?? evidence.seen
  return (
    <dl class="expected">
      <dt>{words.expected}</dt>
      <dd>
        <code>{shown(expected)}</code>
      </dd>
      <dt>{words.received}</dt>
      <dd>
        <code>{shown(seen)}</code>
      </dd>
    </dl>
  )
}

/** Shows line ends as signs, so that two texts differing in one look different. */
const shown = (text: string) => (text === '' ? words.nothing : text.replaceAll('\r', '␍').replaceAll('\n', '↵'))

function Cuts({ schedule }: { schedule: NonNullable<Evidence['schedule']> }): JSX.Element | null {
  if (schedule.cut.length === 0 && schedule.join.length === 0) return null
  return (
    <p class="cuts">
      {schedule.cut.length > 0 && words.cutAt(schedule.cut.join(', '))}{' '}
      {schedule.join.length > 0 && words.joinedAt(schedule.join.join(', '))}
    </p>
  )
}

/** `#11 server → client “you said P”`. */
function packetLine(packet: PacketView | undefined, number: number): string {
  return packet ? `#${number} ${packet.from} → ${packet.to} ${packet.headline}` : `#${number}`
}

/** The hint of the recognized mistake comes first; more are opened one at a time. */
function Hints({ hints }: { hints: readonly Hint[] }): JSX.Element | null {
  const open = useSignal(1)
  if (hints.length === 0) return null
  return (
    <div class="hints">
      {hints.slice(0, open.value).map(({ text, readAgain }, index) => (
        <p class="hint" key={text}>
          <b>{hints.length === 1 ? words.hintOnly : words.hint(index + 1, hints.length)}</b> <InlineCode text={text} />
          {readAgain && (
            <a class="read-again" href={siteAddress(readAgain.href)} target="_blank" rel="noopener">
              {words.readAgain(readAgain.title)}
            </a>
          )}
        </p>
      ))}
      {open.value < hints.length && (
        <button
          type="button"
          class="link"
          onClick={() => {
            open.value++
          }}
        >
          {words.nextHint}
        </button>
      )}
    </div>
  )
}

/** The test's own steps, open when no packets were sent: then they are all the evidence. */
function Steps({ evidence, isOpen }: { evidence: Evidence; isOpen: boolean }): JSX.Element {
  return (
    <details class="steps" open={isOpen}>
      <summary>{words.steps}</summary>
      <table>
        <tbody>
          {evidence.steps.map((step) => (
            <tr key={step.step}>
              <td class="right">{step.to.toFixed(1)}</td>
              <td>{did(step)}</td>
              <td>{step.outcome}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}

type Step = Evidence['steps'][number]

/** `segment({ seq: 1 })` for a call; otherwise the subject and its action. */
const did = ({ on, op, args }: Step): string =>
  ['call', 'method', 'construct'].includes(op) ? args : `${on} ${op}(${args})`
