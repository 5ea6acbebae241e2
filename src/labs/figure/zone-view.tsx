import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { strings } from '#strings'
import { type AskedName, askedNames, replyText } from './dns-replies.ts'
import type { FigureViewProps } from './view.ts'

const words = strings.figureViews.zone

/** The names of a zone that a run asked for; a click shows the reply that came. */
export function ZoneView({ recording }: FigureViewProps): JSX.Element {
  const version = recording.version.value
  const names = useMemo(() => askedNames(recording.packets), [recording, version])
  const chosen = useSignal('')
  const type = useSignal('')
  const name = names.find((one) => one.name === chosen.value) ?? names[0]
  if (!name) return <p class="figure-empty">{words.none}</p>
  const question = name.questions.find((one) => one.type === type.value) ?? name.questions[0]!
  return (
    <div class="zone-view">
      <ul aria-label={words.names}>
        {names.map((one) => (
          <li key={one.name} style={{ paddingLeft: `${one.depth * 18}px` }}>
            <NameButton
              name={one}
              isChosen={one === name}
              onChoose={() => {
                chosen.value = one.name
              }}
            />
          </li>
        ))}
      </ul>
      <div class="zone-reply">
        <div class="zone-types" role="group" aria-label={words.types(name.name)}>
          {name.questions.map((one) => (
            <button
              key={one.type}
              type="button"
              class="button"
              aria-pressed={one === question}
              onClick={() => {
                type.value = one.type
              }}
            >
              {one.type}
            </button>
          ))}
        </div>
        <h3>{words.reply(name.name, question.type)}</h3>
        <pre role="status">{question.reply ? replyText(question.reply) : words.lost}</pre>
      </div>
    </div>
  )
}

interface NameButtonProps {
  name: AskedName
  isChosen: boolean
  onChoose: () => void
}

function NameButton({ name, isChosen, onChoose }: NameButtonProps): JSX.Element {
  return (
    <button type="button" class={`zone-name ${name.state}`} aria-pressed={isChosen} onClick={onChoose}>
      <code>{name.name}</code> <span>{words.states[name.state]}</span>
    </button>
  )
}
