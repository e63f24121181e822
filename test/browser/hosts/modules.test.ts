import { testFollowing } from '../../support/host-steps.js';
import { MODULE_HOSTS } from '../../support/hosts.js';

testFollowing(MODULE_HOSTS);
