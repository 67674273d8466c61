// @ts-check
import { at } from '../lib/site.js';

// Links that were kept name a scenario, or carry a text, in their fragment.
location.replace(`${at('/')}${location.hash}`);
