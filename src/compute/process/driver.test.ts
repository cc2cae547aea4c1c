import { driverSuite } from '../driver.suite.ts';
import { makeProcessRig } from './rig.suite.ts';

driverSuite('process', async () => makeProcessRig());
