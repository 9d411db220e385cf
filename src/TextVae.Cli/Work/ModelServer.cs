using TextVae.Cli.Inputs;
using TextVae.Corpus;
using TextVae.Runs;
using TextVae.Server;

namespace TextVae.Cli.Work;

/// <summary>Serves a run until it is interrupted.</summary>
/// <param name="folder">The run folder, or its model folder.</param>
/// <param name="output">Where the addresses go, a line each.</param>
/// <param name="error">Where all else goes.</param>
internal sealed class ModelServer(string folder, TextWriter output, TextWriter error)
{
    /// <summary>Whether it says how to get to the page.</summary>
    public bool TellsPage { get; init; }

    /// <summary>The dataset, where it was named.</summary>
    public string? Data { get; init; }

    /// <summary>What is shown of the dataset: its split, and how many of its texts.</summary>
    public (Split Split, int Texts) Shown { get; init; } = (Split.Train, ServedRun.StandardTexts);

    /// <summary>Serves it.</summary>
    /// <exception cref="RecipeException">An option has a value that is not allowed.</exception>
    /// <exception cref="DataException">The model cannot be read, or a dataset that was named is not its own.</exception>
    public async Task ServeAsync(ServerOptions options, TextVaeModelOptions queue, CancellationToken cancellation)
    {
        // Told before a model is loaded, which may take long.
        var run = new ServedRun { Split = Shown.Split, Texts = Shown.Texts };
        RecipeException.ThrowIfAny([.. options.Problems(), .. queue.Problems(), .. run.Problems()]);
        await using var model = await TextVaeModel.LoadAsync(folder, queue);
        options = options with { Beam = RunRecipe.Evaluation(folder).Beam, Card = TrainedModel.CardOf(folder) };
        var (dataset, why) = Open(model);
        using (dataset)
        {
            var runFolder = new RunFolder(folder);
            run = run with { Folder = runFolder.HoldsRun ? runFolder : null, Dataset = dataset, WhyNoDataset = why };
            var debug = Environment.GetEnvironmentVariable(Failure.DebugSwitch) == "1";
            await using var server = await TextVaeServer.StartAsync(model, options, error, run, debug, cancellation);
            error.WriteLine($"serve: the model of step {model.Description.Step} answers; Ctrl-C ends it");
            if (TellsPage)
                error.WriteLine("serve: open this address in a browser:");
            foreach (var address in server.Addresses)
                output.WriteLine(address);
            await output.FlushAsync(cancellation);
            await Task.Delay(Timeout.Infinite, cancellation);
        }
    }

    /// <summary>The dataset that was named, or the run's where it is still there.</summary>
    private (Dataset? Dataset, string? Why) Open(TextVaeModel model)
    {
        try
        {
            return (RunDataset.Open(folder, Data, model.Description.DatasetHash), null);
        }
        // The page can do without; its words are for whoever looks at it, who need not know the paths of this machine.
        catch (DataException exception) when (Data is null)
        {
            error.WriteLine($"serve: without texts of the dataset: {exception.Message}");
            return (null, "The dataset of the run is not where it was, or cannot be read, so these are texts that the model has written itself.");
        }
    }
}
