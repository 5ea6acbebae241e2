import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { dnsTypeName, type Nanoseconds } from '#network'
import { strings } from '#strings'
import {
  type CachedEntry,
  cacheAt,
  glueOf,
  levelsOf,
  type WalkQuestion,
  type WalkReply,
  type WalkStep,
  walksOf,
} from './referral-walk.ts'
import { endOfTraffic, type FigureViewProps } from './view.ts'

const words = strings.figureViews.walk

/** The levels of the tree, a column for each question, with what each server replied; beside them the cache. */
export function WalkView({ recording, moment, selected, onSelect, onMoment }: FigureViewProps): JSX.Element {
  const version = recording.version.value
  const questions = useMemo(() => walksOf(recording.packets), [recording, version])
  if (questions.length === 0) return <p class="figure-empty">{words.none}</p>
  const now = moment ?? endOfTraffic(recording)
  const levels = levelsOf(questions)
  const choose = (packet: number, at: Nanoseconds) => {
    onSelect(packet)
    onMoment(at)
  }
  return (
    <div class="walk-view">
      <ol class="walks" aria-label={words.walk}>
        {questions.map((question, index) => (
          <li key={question.at} class={question.at > now ? 'later' : ''}>
            <h3>{words.question(index + 1, `${dnsTypeName(question.type)} ${question.name}`, question.at)}</h3>
            <Walk {...{ question, levels, now, selected, choose }} />
            <p class="walk-told">{toldAt(question, now)}</p>
          </li>
        ))}
      </ol>
      <Cache entries={cacheAt(questions, now)} now={now} />
    </div>
  )
}

interface WalkProps {
  question: WalkQuestion
  levels: readonly string[]
  now: Nanoseconds
  selected: number | null
  choose: (packet: number, at: Nanoseconds) => void
}

function Walk({ question, levels, ...shown }: WalkProps): JSX.Element {
  const { steps, reply } = question
  const isOpen = !reply || reply.at > shown.now
  return (
    <ol>
      {levels.map((zone) => (
        <Level key={zone} zone={zone} steps={steps.filter((step) => step.zone === zone)} isOpen={isOpen} {...shown} />
      ))}
    </ol>
  )
}

function toldAt({ steps, reply }: WalkQuestion, now: Nanoseconds): string {
  if (!reply || reply.at > now) return words.untold
  const told = words.told(reply.ttl)
  return steps.length === 0 ? `${words.fromCache} ${told}` : told
}

interface LevelProps extends Omit<WalkProps, 'question' | 'levels'> {
  zone: string
  steps: readonly WalkStep[]
  /** The client has no reply yet. */
  isOpen: boolean
}

/** One level of the tree, for one question: a button for each server that was asked. */
function Level({ zone, steps, now, isOpen, selected, choose }: LevelProps): JSX.Element {
  const begun = steps.filter(({ at }) => at <= now)
  return (
    <li class={begun.length > 0 ? 'asked' : 'skipped'}>
      <code class="walk-zone">{words.level(zone)}</code>
      {begun.length === 0 && <span class="walk-none">{isOpen ? '' : words.skipped}</span>}
      {begun.map(({ server, packet, at, reply }) => {
        const came = reply && reply.at <= now ? reply : null
        const isSelected = selected === (reply?.packet ?? packet)
        return (
          <button
            key={packet}
            type="button"
            aria-pressed={isSelected}
            onClick={() => choose(reply?.packet ?? packet, reply?.at ?? at)}
          >
            <span>{words.asks(server, packet)}</span>
            {came ? <Reply reply={came} /> : <em>{words.waiting}</em>}
          </button>
        )
      })}
    </li>
  )
}

function Reply({ reply }: { reply: WalkReply }): JSX.Element {
  const { message, entry, packet } = reply
  const kind = entry?.kind ?? 'other'
  const rows = kind === 'answer' ? message.answers : message.authorities
  return (
    <>
      <strong class={kind}>{words.reply(words.kinds[kind], packet)}</strong>
      {rows.map(({ name, type, data, ttl }, index) => (
        <code key={index}>{words.record(name, dnsTypeName(type), String(data.address ?? data.target ?? ''), ttl)}</code>
      ))}
      {kind === 'servers' &&
        glueOf(message).map(({ name, data }) => <code key={name}>{words.glue(name, String(data.address))}</code>)}
    </>
  )
}

function Cache({ entries, now }: { entries: readonly CachedEntry[]; now: Nanoseconds }): JSX.Element {
  return (
    <section class="walk-cache">
      <h3>{words.cache(now)}</h3>
      {entries.length === 0 && <p>{words.empty}</p>}
      <ul>
        {entries.map(({ entry, left }) => (
          <li key={`${entry.kind} ${entry.name} ${entry.type}`} class={left > 0 ? '' : 'expired'}>
            <strong>{words.keys[entry.kind](entry.name, dnsTypeName(entry.type))}</strong>
            {entry.data.length > 0 && <code>{entry.data.join(', ')}</code>}
            <span class="walk-bar" aria-hidden="true">
              <span style={{ width: `${(left / entry.ttl) * 100}%` }} />
            </span>
            <span>
              {left > 0 ? words.left(left, entry.ttl) : words.expired(entry.ttl)}, {words.from(entry.packet)}
            </span>
          </li>
        ))}
      </ul>
      <p class="walk-note">{words.computed}</p>
    </section>
  )
}
