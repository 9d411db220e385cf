using System.CommandLine;
using TextVae.Native;
using TextVae.Runs;
using TextVae.Server;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae serve</c>: a model over HTTP.</summary>
internal static class ServeCommand
{
    /// <summary>The environment variable with the key of clients.</summary>
    public const string KeyVariable = "TEXTVAE_API_KEY";

    private static readonly Argument<string> Folder = new("RUN") { Description = "A run folder, or its model folder." };

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

    private static readonly Option<ComputeDevice> Device = DeviceOption.Create();

    public static Command Create()
    {
        var command = new Command("serve", "Answer questions to a trained model over HTTP, until it is interrupted.")
        {
            Folder, Urls, KeyFile, MaxTexts, MaxCharacters, MaxBody, Limit, Rate, Queue, Device,
        };
        command.SetAction(ServeAsync);
        return command;
    }

    private static async Task<int> ServeAsync(ParseResult parse, CancellationToken cancellation)
    {
        NativeRuntime.Device = parse.GetValue(Device);
        var folder = parse.GetValue(Folder)!;
        var (output, error) = (parse.InvocationConfiguration.Output, parse.InvocationConfiguration.Error);
        var options = OptionsOf(parse);
        var queue = new TextVaeModelOptions { Queue = parse.GetValue(Queue), RefusesWhenFull = true };
        // Told before a model is loaded, which may take long.
        if (options.Problems().Concat(queue.Problems()).ToArray() is { Length: > 0 } problems)
            throw new RecipeException(string.Join(' ', problems));
        await using var model = await TextVaeModel.LoadAsync(folder, queue);
        options = options with { Beam = RunRecipe.Evaluation(folder).Beam, Card = TrainedModel.CardOf(folder) };
        var debug = Environment.GetEnvironmentVariable(Failure.DebugSwitch) == "1";
        await using var server = await TextVaeServer.StartAsync(model, options, error, debug, cancellation);
        error.WriteLine($"serve: the model of step {model.Description.Step} answers; Ctrl-C ends it");
        foreach (var address in server.Addresses)
            output.WriteLine(address);
        await output.FlushAsync(cancellation);
        await Task.Delay(Timeout.Infinite, cancellation);
        return ExitCodes.Done;
    }

    private static ServerOptions OptionsOf(ParseResult parse) => new()
    {
        Urls = parse.GetValue(Urls)!.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        ApiKey = KeyOf(parse.GetValue(KeyFile)),
        MaxTexts = parse.GetValue(MaxTexts),
        MaxCharacters = parse.GetValue(MaxCharacters),
        MaxBody = parse.GetValue(MaxBody),
        // What is no time at all is told as one that is not allowed.
        Timeout = parse.GetValue(Limit) is >= 0 and <= 1e6 and var seconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero,
        Rate = parse.GetValue(Rate),
    };

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
