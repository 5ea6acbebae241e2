/** Figures on other people's pages. */
export const embed = {
  description: (title: string) => `${title}: a live figure. Change its link, and it runs again.`,
  heading: 'Programs and their packets',
  from: 'A figure of Ackademy',
} as const
