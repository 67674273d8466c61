// @ts-check
import { at } from '../lib/site.js';

// Old links name a scenario, or contain a text, in their fragment.
location.replace(`${at('/')}${location.hash}`);
