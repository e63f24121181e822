import { testFollowing } from '../../support/host-steps.js';
import { SCRIPT_TAG_HOSTS } from '../../support/hosts.js';

testFollowing(SCRIPT_TAG_HOSTS);
