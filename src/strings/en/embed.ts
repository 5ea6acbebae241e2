/** Figures embedded in other sites. */
export const embed = {
  description: (title: string) => `${title}: a live figure. Change the link and it runs again.`,
  heading: 'Programs and their packets',
  from: 'A figure from Ackademy',
} as const
