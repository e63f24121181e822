window.startContestant = async () => {};
