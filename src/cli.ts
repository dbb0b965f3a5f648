// PLACEHOLDER: stands in for the command line until it is written. It does nothing and says so.
process.stderr.write("truce: the command line is not written yet\n");
process.exitCode = 70;
