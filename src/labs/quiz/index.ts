/**
 * Questions in a lesson: a prediction that is committed before anything runs, and a choice of explanations in which each wrong one is a mistake
 * that people make. Answers stay in the page.
 */
export { type Choice, Quiz } from './quiz.tsx'
