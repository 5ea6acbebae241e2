/** What the author's check has to say. A problem keeps an exercise from being published, a note does not. */
export interface Finding {
  kind: 'problem' | 'note'
  /** `solution`, `starter`, `wrong/chunk`, `tests`, `hints`. */
  about: string
  sentence: string
}

export const problem = (about: string, sentence: string): Finding => ({ kind: 'problem', about, sentence })
export const note = (about: string, sentence: string): Finding => ({ kind: 'note', about, sentence })
