using System.CommandLine;
using TextVae.Cli.Work;
using TextVae.Server;

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
        var open = new Option<bool>("--open")
        {
            Description = "Then serve the autoencoder, print the address of its page, and answer until interrupted.",
        };
        var command = new Command("quickstart", "Go the whole way on synthetic reviews, in under three minutes.") { folder, set, open };
        command.SetAction(async (parse, cancellation) =>
        {
            var (output, error) = (parse.InvocationConfiguration.Output, parse.InvocationConfiguration.Error);
            var quickstart = new Quickstart(parse.GetValue(folder)!, parse.GetValue(set) ?? [], output, error, cancellation);
            quickstart.Run();
            if (parse.GetValue(open))
            {
                await new ModelServer(quickstart.Autoencoder, output, error) { TellsPage = true }.ServeAsync(
                    new ServerOptions { Urls = ["http://127.0.0.1:0"] }, new TextVaeModelOptions { RefusesWhenFull = true }, cancellation);
            }

            return ExitCodes.Done;
        });
        return command;
    }
}
