import type { Question } from '../../model/behaviour.js';
import { admissionQuestions } from './admission.js';
import { celQuestions } from './cel.js';
import { validationQuestions } from './validation.js';

/** What every server of a run is asked, the rehearsed and the fresh ones alike. None of it stores anything. */
export function allQuestions(): readonly Question[] {
  return [...validationQuestions(), ...admissionQuestions(), ...celQuestions()];
}
