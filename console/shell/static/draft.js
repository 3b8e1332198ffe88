// The page of a draft with a script: fields appear when they are asked for, values are computed, text is saved while
// it is typed, documents are sent with a bar. Without it the buttons of the page do the same by a round trip.
import { watch } from './draft_fields.js';
import { save } from './draft_saving.js';
import { upload } from './draft_documents.js';

const form = document.querySelector('form[data-draft]');
if (form) {
  watch(form);
  save(form);
  upload(form);
}
