import { useSignal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import { strings } from '#strings'
import { firstOf, progress, recordPrediction } from '../progress/index.ts'
import { useIsLive } from '../site/index.ts'
import { useFigureRunner } from './figure-runner.ts'
import { LadderView } from './ladder-view.tsx'
import { LiveFigure } from './live-figure.tsx'
import { ChoiceAnswer, NumberAnswer, OrderAnswer } from './predict-answers.tsx'
import type { PredictQuestion } from './predict-props.ts'
import { answerOf, isComplete, type Prediction, recall, rightPlaces, score } from './prediction.ts'
import { overlayOf } from './prediction-overlay.tsx'
import { restoreRun } from './stored-run.ts'
import type { LadderFigureProps } from './view.ts'

const words = strings.predict

export interface PredictProps extends LadderFigureProps {
  ask: PredictQuestion
}

/**
 * The island of a prediction: the programs are shown, but nothing runs before an answer is committed; then the run is
 * drawn over it. Returning visitors find the answer that counted.
 */
export function LivePredict(props: PredictProps): JSX.Element {
  const { ask } = props
  const runner = useFigureRunner(props, props.run, restoreRun)
  const first = useMemo(() => runner.results.value[0], [runner])
  const said = useSignal<Prediction>({
    choice: null,
    number: Math.round((ask.number?.most ?? 0) / 2),
    order: [],
    sure: 70,
  })
  const isCommitted = useSignal(false)
  const overlay = useMemo(() => (isCommitted.value ? overlayOf(ask, said.value) : undefined), [isCommitted.value])
  const isRecalled = useSignal(false)
  /** The reader continues without an answer. */
  const isSkipped = useSignal(false)
  const isOpen = useIsLive() && !isCommitted.value && !isSkipped.value
  useEffect(() => {
    // A link to a later step of the lesson shows it.
    isSkipped.value = location.hash !== ''
    const made = firstOf(ask.id, progress.value.predictions)
    const recalled = made?.said && recall(ask, made.said, made.sure)
    if (!recalled) return
    said.value = recalled
    isCommitted.value = true
    isRecalled.value = true
  }, [ask])
  const commit = () => {
    const { sure } = said.value
    isCommitted.value = true
    recordPrediction({ id: ask.id, said: answerOf(ask, said.value), sure, isRight: score(ask, said.value) === 1 })
    runner.moment.value = null
  }
  return (
    // What follows in the lesson is shown once this is no longer open (spine.css).
    <div class={isOpen ? 'predict open' : 'predict'} data-question={ask.id}>
      {isCommitted.value ? (
        <Said ask={ask} said={said.value}>
          {isRecalled.value && (
            <button
              type="button"
              class="button"
              onClick={() => {
                isCommitted.value = false
                isRecalled.value = false
              }}
            >
              {words.again}
            </button>
          )}
        </Said>
      ) : (
        <Question
          ask={ask}
          said={said.value}
          onCommit={commit}
          onChange={(change) => {
            said.value = { ...said.value, ...change }
          }}
        />
      )}
      {isOpen && (
        <p class="go-on">
          {words.restFollows}{' '}
          <button
            type="button"
            class="link"
            onClick={() => {
              isSkipped.value = true
            }}
          >
            {words.skip}
          </button>
        </p>
      )}
      <LiveFigure
        {...props}
        view={LadderView}
        runner={runner}
        // The prediction does not apply to a changed world.
        {...(overlay && runner.results.value[0] === first && { overlay })}
        {...(!isCommitted.value && { instead: <NotYet /> })}
      />
    </div>
  )
}

/** In print and before any answer: nothing has run. */
function NotYet(): JSX.Element {
  return (
    <div class="not-yet">
      <p>
        <b>{words.notYetTitle}</b>
        {words.notYetText}
      </p>
    </div>
  )
}

interface QuestionProps {
  ask: PredictQuestion
  said: Prediction
  onChange: (change: Partial<Prediction>) => void
  onCommit: () => void
}

function Question({ ask, said, onChange, onCommit }: QuestionProps): JSX.Element {
  const { id, question, choices, number, order } = ask
  return (
    <form
      class="quiz"
      onSubmit={(event) => {
        event.preventDefault()
        if (isComplete(ask, said)) onCommit()
      }}
    >
      <fieldset class="quiz" disabled={!useIsLive()}>
        <legend>{question}</legend>
        {choices && (
          <ChoiceAnswer id={id} question={choices} value={said.choice} onChange={(choice) => onChange({ choice })} />
        )}
        {number && (
          <NumberAnswer
            id={id}
            question={number}
            value={said.number}
            onChange={(value) => onChange({ number: value })}
          />
        )}
        {order && (
          <OrderAnswer id={id} question={order} value={said.order} onChange={(value) => onChange({ order: value })} />
        )}
        <div class="quiz-foot">
          <label class="sure">
            {words.howSure} <b>{said.sure}%</b>
            <input
              type="range"
              min={35}
              max={100}
              step={5}
              value={said.sure}
              aria-valuetext={`${said.sure}%`}
              onInput={(event) => onChange({ sure: Number(event.currentTarget.value) })}
            />
          </label>
          <button type="submit" class="button primary" disabled={!isComplete(ask, said)}>
            {words.commit}
          </button>
          <span>{isComplete(ask, said) ? words.calibration : words.incomplete}</span>
        </div>
      </fieldset>
    </form>
  )
}

/** The prediction, the outcome, and the reason. */
function Said({
  ask,
  said,
  children,
}: {
  ask: PredictQuestion
  said: Prediction
  children: ComponentChildren
}): JSX.Element {
  const { choices, number, order } = ask
  const points = score(ask, said)
  const choice = choices?.[said.choice ?? -1]
  const right = choices?.find(({ isRight }) => isRight)
  return (
    <div class="said" role="status">
      <p>{ask.question}</p>
      <p class={`said-answer ${points === 1 ? 'right' : 'wrong'}`}>
        <span>{words.yourAnswer}</span>
        {choice && <b>{choice.text}</b>}
        {number && <b>{`${said.number} ${number.unit}`}</b>}
        {order && <b>{words.places(rightPlaces(order, said.order).filter(Boolean).length, order.truth.length)}</b>}
        <span>{words.sure(said.sure)}</span>
      </p>
      <p class="said-verdict">
        <strong>{points === 1 ? words.right : words.other}</strong> {choice?.because}
        {number && words.itWas(`${number.truth} ${number.unit}`)}
      </p>
      {right && points < 1 && (
        <p class="said-verdict">
          {words.came} <b>{right.text}</b> {right.because}
        </p>
      )}
      {children}
    </div>
  )
}
