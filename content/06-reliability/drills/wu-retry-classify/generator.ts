import type { Draw, Generate, Generated } from 'ackademy/drill'
import { atTheBottom, FAILURES, longestPause, REQUESTS, type Verdict, verdictOn } from './failures.ts'

type Say = Parameters<Generate>[1]

/** Five kinds of questions: what may be done, when after Retry-After, how long a pause gets, what layers multiply to, what a budget allows. */
const generate: Generate = (draw, say) =>
  draw.oneOf([classify, classify, classify, retryAfter, pause, layers, budget])(draw, say)
export default generate

const VERDICTS: Readonly<Record<Verdict, string>> = {
  later: 'Ask again after a random pause, a few times at most.',
  never: 'Do not ask again: report the error.',
  'done-once': 'Do not ask again by yourself: it may have been done. Find out first, or tell the user.',
}
const AT_ONCE = 'Ask again at once.'

function classify(draw: Draw, say: Say): Generated {
  const request = draw.oneOf(REQUESTS)
  const failure = draw.oneOf(FAILURES)
  const right = verdictOn(request, failure)
  const mistakes: Readonly<Record<Verdict, string>> =
    failure.outcome === 'refused'
      ? { later: 'for-good', never: '', 'done-once': 'for-good' }
      : failure.outcome === 'undone'
        ? { later: '', never: 'passing', 'done-once': 'undone' }
        : request.isIdempotent
          ? { later: '', never: 'passing', 'done-once': 'harmless' }
          : { later: 'may-be-done', never: 'silence', 'done-once': '' }
  const choices = (Object.keys(mistakes) as (keyof typeof mistakes)[])
    // Both end with no second request: only one of them is offered where the other is right.
    .filter(
      (verdict) => !(right === 'never' && verdict === 'done-once') && !(right === 'done-once' && verdict === 'never'),
    )
    .map((verdict) =>
      verdict === right
        ? { text: VERDICTS[verdict], right: true, because: failure.why }
        : { text: VERDICTS[verdict], mistake: mistakes[verdict], because: say(mistakes[verdict]) },
    )
  const hasty = right === 'done-once' ? 'silence' : right === 'never' ? 'for-good' : 'at-once'
  return {
    kind: 'single',
    ask: `You send ${request.text}. ${failure.text} What do you do?`,
    lesson: '6.3',
    choices: draw.shuffled([...choices, { text: AT_ONCE, mistake: hasty, because: say(hasty) }]),
  }
}

function retryAfter(draw: Draw, say: Say): Generated {
  const seconds = draw.integer(3, 30)
  const wrong = (text: string, mistake: string) => ({ text, mistake, because: say(mistake) })
  return {
    kind: 'single',
    ask: `\`GET /price/tea\` is answered with 503 and \`Retry-After: ${seconds}\`. Your own next pause would be 400 ms. When do you ask again?`,
    lesson: '6.3',
    choices: draw.shuffled([
      {
        text: `After ${seconds} s or a little more, at random.`,
        right: true,
        because:
          'The server said how long to wait at least (RFC 9110, 10.2.3). The random part keeps all who were told the same apart.',
      },
      wrong('After 400 ms, drawn at random.', 'told'),
      wrong('At once, on another connection.', 'at-once'),
      wrong('Never: 503 is an error of the server.', 'passing'),
    ]),
  }
}

function pause(draw: Draw, say: Say): Generated {
  const base = draw.oneOf([50, 100, 200, 250])
  const cap = draw.oneOf([1_000, 2_000, 5_000])
  const tries = draw.integer(3, 9)
  const value = longestPause(base, cap, tries)
  return {
    kind: 'numeric',
    lesson: '6.3',
    ask: `A client draws each pause at random between 0 and a longest one: ${base} ms before the first repetition, then doubled each time, with a cap of ${cap.toLocaleString('en-US')} ms. What is the longest pause before repetition ${tries}, in ms?`,
    value,
    because: `${base} × 2^${tries - 1} = ${(base * 2 ** (tries - 1)).toLocaleString('en-US')} ms, and the cap is ${cap.toLocaleString('en-US')} ms.`,
    otherwise: say('jitter'),
    mistakes: [
      { value: base * 2 ** (tries - 1), mistake: 'cap' },
      { value: Math.min(cap, base * 2 ** tries), mistake: 'jitter' },
      { value: base * tries, mistake: 'jitter' },
      { value: value / 2, mistake: 'jitter' },
    ],
  }
}

function layers(draw: Draw, say: Say): Generated {
  const tries = draw.integer(2, 5)
  const count = draw.integer(2, 4)
  return {
    kind: 'numeric',
    lesson: '6.3',
    ask: `${count} layers lie above a database. Each of them tries ${tries} times in all when a call fails. The database is down. How many times is it asked for one click?`,
    value: atTheBottom(tries, count),
    because: `Each layer multiplies by ${tries}: ${tries}^${count}.`,
    otherwise: say('layers'),
    mistakes: [
      { value: tries * count, mistake: 'layers' },
      { value: tries, mistake: 'layers' },
      { value: tries + count, mistake: 'layers' },
    ],
  }
}

function budget(draw: Draw, say: Say): Generated {
  const share = draw.oneOf([5, 10, 20])
  const perSecond = draw.integer(2, 20) * 20
  const failing = draw.oneOf([25, 50, 100])
  const value = (perSecond * share) / 100
  return {
    kind: 'numeric',
    lesson: '6.3',
    ask: `A client asks ${perSecond} questions per second, and its retry budget is ${share}%. For a minute, ${failing}% of all tries fail. How many repetitions per second can it send in the long run, at most?`,
    value,
    because: `${share}% of ${perSecond} questions, however many of them fail.`,
    otherwise: say('budget'),
    mistakes: [
      { value: (value * failing) / 100, mistake: 'budget' },
      { value: perSecond, mistake: 'budget' },
      { value: perSecond + value, mistake: 'budget' },
    ],
  }
}
