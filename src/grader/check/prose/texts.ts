import type { LoadedExercise } from '../../exercise/index.ts'

/** One text that a learner reads, and its place. */
export interface Text {
  /** `prompt.mdx`, `hint chunk`, `stage 2`. */
  about: string
  text: string
}

export function textsOf({ prompt, hints }: LoadedExercise): Text[] {
  return [
    { about: 'prompt.mdx', text: withoutHead(prompt) },
    ...hints.stages.map(({ text }, i) => ({ about: `hints.yaml, stage ${i + 1}`, text })),
    ...hints.causes.map(({ id, say }) => ({ about: `hint ${id}`, text: say })),
  ]
}

/** Without front matter and imports, on the same lines. */
const withoutHead = (text: string): string =>
  text.replace(/^---\n[\s\S]*?\n---\n/, blank).replace(/^(import|export)\s.*$/gm, blank)

const blank = (text: string): string => text.replace(/[^\n]/g, ' ')

/** A part of a text, and its line from 1. */
export interface Part {
  text: string
  line: number
}

const lineAt = (text: string, offset: number) => text.slice(0, offset).split('\n').length

/** Fenced blocks: ` ```sh `. */
export function fences(text: string): (Part & { language: string })[] {
  return [...text.matchAll(/^```(\w*)[^\n]*\n([\s\S]*?)^```/gm)].map((match) => ({
    language: match[1]!,
    text: match[2]!,
    line: lineAt(text, match.index) + 1,
  }))
}

/** Code within a sentence. */
export function codeSpans(text: string): Part[] {
  const outside = text.replace(/^```[\s\S]*?^```/gm, blank)
  return [...outside.matchAll(/`([^`\n]+)`/g)].map((match) => ({
    text: match[1]!,
    line: lineAt(outside, match.index),
  }))
}

/** `<Param name="port" />`, `<When param="tail" is="echo">`: the component and its attributes. */
export function components(text: string): (Part & { attributes: Record<string, string> })[] {
  return [...text.matchAll(/<(Param|When)\b([^>]*)>/g)].map((match) => ({
    text: match[1]!,
    line: lineAt(text, match.index),
    attributes: Object.fromEntries(
      [...match[2]!.matchAll(/(\w+)=(?:"([^"]*)"|\{([^}]*)\})/g)].map(([, name, word, code]) => [
        name!,
        word ?? code ?? '',
      ]),
    ),
  }))
}

/** Sentences alone: no code, no components, no addresses of pages. */
export const sentences = (text: string): string =>
  text
    .replace(/^```[\s\S]*?^```/gm, blank)
    .replace(/`[^`\n]*`/g, blank)
    .replace(/<[^>]*>/g, blank)
    .replace(/\]\([^)]*\)/g, blank)
    .replace(/^\s*\d+\.\s/gm, blank)

export { lineAt }
