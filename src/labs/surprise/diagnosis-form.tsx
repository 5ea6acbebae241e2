import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { strings } from '#strings'
import type { Case, Named } from './case.ts'
import { Choices } from './choices.tsx'
import type { PublishedScenario } from './published-scenario.ts'

const words = strings.surprise

interface DiagnosisFormProps {
  faults: PublishedScenario['faults']
  one: Case | null
}

/** What is broken and where, the packets that prove it, and the verdict. */
export function DiagnosisForm({ faults, one }: DiagnosisFormProps): JSX.Element {
  const chosen = useSignal<string | null>(null)
  const problem = useSignal('')
  const isReady = one?.phase.value === 'ready'
  const named = one?.named.value ?? null
  const isNext = !(one?.grade.value.isDone.name ?? false)
  return (
    <form
      class="surprise-form"
      aria-label={words.diagnosis}
      onSubmit={(event) => {
        event.preventDefault()
        problem.value = chosen.value === null ? words.chooseFault : ''
        if (chosen.value !== null) void one?.diagnose(chosen.value)
      }}
    >
      <h2>{words.diagnosis}</h2>
      <fieldset disabled={!isReady}>
        <legend>{words.whatAndWhere}</legend>
        <Choices name="fault" choices={faults} chosen={chosen} />
      </fieldset>
      <Evidence one={one} />
      <p>
        <button
          type="submit"
          class={isNext ? 'button primary' : 'button'}
          disabled={!isReady}
          aria-disabled={one?.busy.value != null}
        >
          {one?.busy.value === 'diagnosis' ? words.checking : words.check}
        </button>
      </p>
      <div role="status">
        {problem.value !== '' && <p class="bad">{problem.value}</p>}
        {one && named && <Verdict one={one} named={named} />}
      </div>
    </form>
  )
}

/** The packets selected so far. */
function Evidence({ one }: { one: Case | null }): JSX.Element {
  const numbers = one?.proof.value ?? []
  return (
    <div class="evidence">
      <h3>{words.whichPackets}</h3>
      {numbers.length === 0 ? (
        <p class="faint">{words.noEvidence}</p>
      ) : (
        <ul>
          {numbers.map((number) => (
            <li key={number}>
              <button type="button" class="link" onClick={() => one?.show(number)}>
                {words.packetNumber(number)}
              </button>
              <button
                type="button"
                class="icon-button"
                aria-label={words.removeEvidence(number)}
                onClick={() => one?.toggleProof(number)}
              >
                ✕
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** What the verdict says, each packet as a link to it. */
function Verdict({ one, named }: { one: Case; named: Named }): JSX.Element {
  const { name, hasPackets, verdict } = named
  const { isRight, because, against, proof } = verdict
  if (!isRight || proof === null)
    return (
      <div class="verdict wrong">
        <p>
          <strong>{words.wrong}</strong>
        </p>
        {against ? (
          <p>
            <ToPacket one={one} number={against.packet} text={words.against(against.packet, against.says)} />
          </p>
        ) : (
          <p>{words.lookFurther}</p>
        )}
      </div>
    )
  return (
    <div class="verdict right">
      <p>
        <strong>{words.right(name)}</strong>
      </p>
      <p>{because}</p>
      <p>
        <strong>{proof.isComplete ? words.proven : words.notProven}</strong>
      </p>
      <ul>
        {!hasPackets && <li>{words.nothingSelected}</li>}
        {proof.shown.map(({ packet, says }) => (
          <li key={says}>
            <ToPacket one={one} number={packet} text={words.shows(packet, says)} />
          </li>
        ))}
        {proof.isComplete && proof.never.map((says) => <li key={says}>{words.never(says)}</li>)}
        {proof.missing > 0 && <li>{words.missing(proof.missing)}</li>}
        {proof.others.length > 0 && <li>{words.others(proof.others)}</li>}
      </ul>
    </div>
  )
}

function ToPacket({ one, number, text }: { one: Case; number: number; text: string }): JSX.Element {
  return (
    <button type="button" class="link sentence" onClick={() => one.show(number)}>
      {text}
    </button>
  )
}
