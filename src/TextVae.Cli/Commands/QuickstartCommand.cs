using System.CommandLine;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae quickstart</c>: the whole way on the synthetic reviews.</summary>
internal static class QuickstartCommand
{
    public static Command Create()
    {
        var folder = new Option<string>("--out")
        {
            Description = "The folder to make.",
            DefaultValueFactory = _ => "quickstart",
            HelpName = "DIR",
        };
        var set = new Option<string[]>("--set")
        {
            Description = "Change a key of the recipe, such as training.steps=500; may be given more than once.",
            HelpName = "KEY=VALUE",
        };
        var command = new Command("quickstart", "Go the whole way on synthetic reviews, in under three minutes.") { folder, set };
        command.SetAction((parse, cancellation) =>
        {
            var quickstart = new Quickstart(
                parse.GetValue(folder)!, parse.GetValue(set) ?? [], parse.InvocationConfiguration.Output,
                parse.InvocationConfiguration.Error, cancellation);
            quickstart.Run();
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }
}
