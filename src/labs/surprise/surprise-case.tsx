import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { HINT_COST, POINTS } from '#grader/surprise/index.ts'
import { strings } from '#strings'
import { recordSurprise } from '../progress/index.ts'
import { siteAddress } from '../site/index.ts'
import { AttemptText } from './attempt-text.tsx'
import { CapturePane } from './capture-pane.tsx'
import { Case } from './case.ts'
import { DiagnosisForm } from './diagnosis-form.tsx'
import { HelpCard } from './help-card.tsx'
import { Plan } from './plan.tsx'
import { addressOf, type PublishedScenario } from './published-scenario.ts'
import { RepairForm } from './repair-form.tsx'
import { ResultCard } from './result-card.tsx'
import { freshSeed, seedIn } from './seed.ts'
import { ToolsPane } from './tools-pane.tsx'

const words = strings.surprise

/** The island of a scenario's page: one case, of the seed in the address. */
export function SurpriseCase({ scenario }: { scenario: PublishedScenario }): JSX.Element {
  const current = useSignal<Case | null>(null)
  const note = useSignal('')
  useEffect(() => {
    const asked = seedIn(location.search)
    if (asked === null && new URLSearchParams(location.search).has('seed')) note.value = words.badSeed
    const seed = asked ?? freshSeed()
    if (asked === null) history.replaceState(null, '', siteAddress(addressOf(scenario.id, seed)))
    const one = new Case(scenario, seed)
    current.value = one
    void one.begin()
    return () => one.close()
  }, [])
  const one = current.value
  const { isSolved, points } = one?.grade.value ?? { isSolved: false, points: 0 }
  useEffect(() => {
    if (one && isSolved) recordSurprise(scenario.id, { points, seed: one.seed })
  }, [isSolved])
  const nodes = scenario.topology.nodes.filter(({ kind }) => kind !== 'switch').map(({ name }) => name)
  return (
    <div class="surprise-case">
      <SeedLine one={one} scenario={scenario} note={note.value} onNote={(text) => (note.value = text)} />
      {one?.phase.value === 'failed' && <Failure one={one} />}
      <div class="surprise-work">
        <div class="surprise-side">
          <Report scenario={scenario} one={one} />
          <ToolsPane shells={scenario.shells} one={one} />
        </div>
        <CapturePane shells={scenario.shells} nodes={nodes} one={one} />
      </div>
      <div class="surprise-answer">
        <DiagnosisForm faults={scenario.faults} one={one} />
        <RepairForm repairs={scenario.repairs} one={one} />
        <div class="surprise-end">
          {one && <ResultCard one={one} />}
          <HelpCard one={one} />
          <p class="faint">{words.rules(POINTS.first, POINTS.later, HINT_COST)}</p>
        </div>
      </div>
    </div>
  )
}

interface SeedLineProps {
  one: Case | null
  scenario: PublishedScenario
  note: string
  onNote: (note: string) => void
}

/** The seed, to share and to change. */
function SeedLine({ one, scenario, note, onNote }: SeedLineProps): JSX.Element {
  const copy = () =>
    navigator.clipboard.writeText(siteAddress(addressOf(scenario.id, one?.seed))).then(
      () => onNote(words.copied),
      () => onNote(words.notCopied),
    )
  return (
    <p class="surprise-seed">
      <span class="mono">{one ? words.seed(one.seed) : '\u00a0'}</span>
      <button type="button" class="button" disabled={!one} onClick={() => void copy()}>
        {words.copyLink}
      </button>
      <button
        type="button"
        class="button"
        disabled={!one}
        onClick={() => location.assign(siteAddress(addressOf(scenario.id, freshSeed())))}
      >
        {words.otherSeed}
      </button>
      <span role="status" class="faint">
        {note}
      </span>
    </p>
  )
}

function Failure({ one }: { one: Case }): JSX.Element {
  return (
    <div class="verdict wrong" role="alert">
      <p>{words.failed(one.failure.value)}</p>
      <button type="button" class="button" onClick={() => location.reload()}>
        {words.startAgain}
      </button>
    </div>
  )
}

/** The complaint, in the user's words and as the user's program shows it. */
function Report({ scenario, one }: { scenario: PublishedScenario; one: Case | null }): JSX.Element {
  const { report, client } = scenario
  const complaint = one?.complaint.value ?? null
  return (
    <section class="surprise-report" aria-label={words.reported}>
      <blockquote>{report}</blockquote>
      <h2>{words.userSees(client.host)}</h2>
      <div role="status">{complaint ? <AttemptText attempt={complaint} /> : <p class="faint">{words.begins}</p>}</div>
      <p class="faint">{words.userWorks(client.works)}</p>
      <Plan scenario={scenario} />
    </section>
  )
}
