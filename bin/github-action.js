#!/usr/bin/env node
// The steps of action.yml and merge/action.yml; they take everything else from the environment.
import { runStep } from '../dist/action/main.js';

process.exitCode = await runStep(process.argv[2], process.env);
