using System.CommandLine;
using TextVae.Cli.Arguments;
using TextVae.Cli.Work;
using TextVae.Corpus;
using TextVae.Server;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae serve</c>: a model over HTTP.</summary>
internal static class ServeCommand
{
    /// <summary>The environment variable with the key of clients.</summary>
    public const string KeyVariable = "TEXTVAE_API_KEY";

    private static readonly Argument<string> Folder = RunArgument.Create();

    private static readonly Option<string> Urls = new("--urls")
    {
        Description = "Where to listen, several separated by semicolons; port 0 is any that is free. Other than this machine's own needs a key.",
        DefaultValueFactory = _ => string.Join(';', new ServerOptions().Urls),
        HelpName = "URL",
    };

    // Not the key itself: other users of the machine can read the arguments of a process.
    private static readonly Option<string?> KeyFile = new("--api-key-file")
    {
        Description = $"A file with the key that clients have to send (default: the variable {KeyVariable}, or no key).",
        HelpName = "FILE",
    };

    private static readonly Option<int> MaxTexts = new("--max-texts")
    {
        Description = "The most texts or vectors of a request.",
        DefaultValueFactory = _ => new ServerOptions().MaxTexts,
        HelpName = "N",
    };

    private static readonly Option<int> MaxCharacters = new("--max-characters")
    {
        Description = "The most characters of a text.",
        DefaultValueFactory = _ => new ServerOptions().MaxCharacters,
        HelpName = "N",
    };

    private static readonly Option<int> MaxBody = new("--max-body")
    {
        Description = "The most bytes of a request's body.",
        DefaultValueFactory = _ => new ServerOptions().MaxBody,
        HelpName = "BYTES",
    };

    private static readonly Option<int> MaxLength = new("--max-length")
    {
        Description = "The most words of a text that is written.",
        DefaultValueFactory = _ => new ServerOptions().MaxLength,
        HelpName = "N",
    };

    private static readonly Option<int> MaxBeam = new("--max-beam")
    {
        Description = "The widest beam, and the most candidates of minimum Bayes risk.",
        DefaultValueFactory = _ => new ServerOptions().MaxBeam,
        HelpName = "N",
    };

    private static readonly Option<int> MaxSamples = new("--max-samples")
    {
        Description = "The most samples that a score rests on.",
        DefaultValueFactory = _ => new ServerOptions().MaxSamples,
        HelpName = "N",
    };

    private static readonly Option<double> StuckAfter = new("--stuck-after")
    {
        Description = "Seconds at one piece of work after which /healthz says that the model hangs.",
        DefaultValueFactory = _ => new ServerOptions().StuckAfter.TotalSeconds,
        HelpName = "SECONDS",
    };

    private static readonly Option<string?> Data = new("--data")
    {
        Description = "The dataset folder of the run, where it is not where run.json says; the page shows its texts.",
        HelpName = "DATASET",
    };

    private static readonly Option<Split> Shown =
        SplitOption.Create("The split whose texts are on the map and among which neighbors are found", Split.Train);

    private static readonly Option<int> Texts = new("--texts")
    {
        Description = "The most of its texts; more are drawn from.",
        DefaultValueFactory = _ => ServedRun.StandardTexts,
        HelpName = "N",
    };

    private static readonly Option<bool> Open = new("--open") { Description = "Say how to get to the page: prints its address with a word on what it is." };

    private static readonly Option<double> Limit = new("--timeout")
    {
        Description = "Seconds after which a client is told that there is no answer.",
        DefaultValueFactory = _ => new ServerOptions().Timeout.TotalSeconds,
        HelpName = "SECONDS",
    };

    private static readonly Option<int> Rate = new("--rate")
    {
        Description = "The most requests a second of one client's address; 0 for any number.",
        DefaultValueFactory = _ => new ServerOptions().Rate,
        HelpName = "N",
    };

    private static readonly Option<int> Queue = new("--queue")
    {
        Description = "The most pieces of work that wait for the model; clients that come then are told to come again.",
        DefaultValueFactory = _ => new TextVaeModelOptions().Queue,
        HelpName = "N",
    };

    public static Command Create()
    {
        var command = new Command("serve", "Answer questions to a trained model over HTTP, until it is interrupted.")
        {
            Folder, Open, Urls, KeyFile, Data, Shown, Texts, MaxTexts, MaxCharacters, MaxBody, MaxLength, MaxBeam, MaxSamples, Limit, StuckAfter, Rate,
            Queue,
        };
        var machine = new MachineArguments(command, hasPrecision: false);
        command.SetAction((parse, cancellation) =>
        {
            machine.Choose(parse);
            return ServeAsync(parse, cancellation);
        });
        return command;
    }

    private static async Task<int> ServeAsync(ParseResult parse, CancellationToken cancellation)
    {
        var server = new ModelServer(parse.GetValue(Folder)!, parse.InvocationConfiguration.Output, parse.InvocationConfiguration.Error)
        {
            TellsPage = parse.GetValue(Open),
            Data = parse.GetValue(Data),
            Shown = (parse.GetValue(Shown), parse.GetValue(Texts)),
        };
        var queue = new TextVaeModelOptions { Queue = parse.GetValue(Queue), RefusesWhenFull = true };
        await server.ServeAsync(OptionsOf(parse), queue, cancellation);
        return ExitCodes.Done;
    }

    private static ServerOptions OptionsOf(ParseResult parse) => new()
    {
        Urls = parse.GetValue(Urls)!.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        ApiKey = KeyOf(parse.GetValue(KeyFile)),
        MaxTexts = parse.GetValue(MaxTexts),
        MaxCharacters = parse.GetValue(MaxCharacters),
        MaxBody = parse.GetValue(MaxBody),
        MaxLength = parse.GetValue(MaxLength),
        MaxBeam = parse.GetValue(MaxBeam),
        MaxSamples = parse.GetValue(MaxSamples),
        Timeout = Seconds(parse.GetValue(Limit)),
        StuckAfter = Seconds(parse.GetValue(StuckAfter)),
        Rate = parse.GetValue(Rate),
    };

    // What is no time at all is told as one that is not allowed.
    private static TimeSpan Seconds(double seconds) => seconds is >= 0 and <= 1e6 ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;

    private static string? KeyOf(string? file)
    {
        if (file is not null)
        {
            return File.Exists(file)
                ? File.ReadAllText(file).Trim()
                : throw new RecipeException($"There is no file '{file}' to read the key from. Write a key of at least {ServerOptions.LeastKey} characters into it.");
        }

        return Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key ? key : null;
    }
}
