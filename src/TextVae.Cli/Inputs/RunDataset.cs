using TextVae.Corpus;
using TextVae.Runs;

namespace TextVae.Cli.Inputs;

/// <summary>Finds the dataset that belongs to a trained model.</summary>
internal static class RunDataset
{
    /// <summary>Opens the dataset that was given, or else the one `run.json` names.</summary>
    /// <exception cref="DataException">There is none, or it is not the one the model was trained on.</exception>
    public static Dataset Open(string runFolder, string? given, TrainedModel model) => Open(runFolder, given, model.DatasetHash);

    /// <inheritdoc cref="Open(string, string?, TrainedModel)"/>
    public static Dataset Open(string runFolder, string? given, string datasetHash)
    {
        var run = new RunFolder(runFolder);
        if (given is null && !run.HoldsRun)
        {
            throw new DataException(
                $"'{runFolder}' does not say which dataset it was trained on, as it is no run folder. Name one with --data.");
        }

        var dataset = Dataset.Open(given ?? RunInfo.Load(run).Dataset);
        if (dataset.Info.Hash == datasetHash)
            return dataset;
        dataset.Dispose();
        throw new DataException(
            $"The dataset '{given ?? "of the run"}' is not the one the model was trained on: its words would have other ids. "
            + "Give that dataset with --data, or train on this one.");
    }
}
