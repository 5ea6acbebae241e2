/**
 * Quizzes: files of questions beside a module's lessons (`<id>.quiz.yaml`), their schema, and the score of a round. What a
 * single answer is worth is `../questions`; whether a prediction is true is `check/`.
 */

export { Quiz, readQuiz } from './quiz.ts'
export { type QuizScore, quizScore } from './score.ts'
