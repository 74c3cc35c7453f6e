using Xia.Cli;

return Startup.TryRunClick(args) ?? await Startup.RunLaboratoryAsync(args).ConfigureAwait(false);
