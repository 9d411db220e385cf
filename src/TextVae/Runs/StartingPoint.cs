using TextVae.Corpus;
using TextVae.Models;
using TextVae.Training;

namespace TextVae.Runs;

/// <summary>What a run started from, in `run.json`.</summary>
/// <param name="Folder">The run or model folder whose parameters it took.</param>
/// <param name="Step">After how many steps of that run.</param>
/// <param name="WeightsHash">SHA-256 of the file that held them, in hexadecimal digits.</param>
public sealed record StartingPoint(string Folder, long Step, string WeightsHash)
{
    // What training adds to a model for a term of its objective, and a prior that is learnt: a run that first asks for it makes it afresh.
    private static readonly string[] Added = ["information.", "bag_of_words.", "label_predictor.", "prior."];

    private static readonly string[] OfDecoder = ["decoder.", "output."];

    /// <summary>
    /// Makes the first parameters of a run from those of another and writes them into its folder, so that the run needs the
    /// other one no more. Taken are those of its newest checkpoint, where its training stood, or of a model folder.
    /// </summary>
    /// <param name="source">A run folder, or a model folder.</param>
    /// <param name="model">A fresh model of the run that begins, which takes them.</param>
    /// <param name="dataset">What the run trains on.</param>
    /// <param name="reset">What stays fresh.</param>
    /// <param name="folder">Where the run begins.</param>
    /// <exception cref="DataException">There are no parameters, they are of other sizes or parts, or of other words.</exception>
    internal static StartingPoint Take(string source, TextModel model, Dataset dataset, StartReset reset, RunFolder folder)
    {
        var vocabulary = ModelFiles.VocabularyOf(source);
        if (!Enumerable.Range(0, vocabulary.Count).Select(id => vocabulary[id]).SequenceEqual(
            Enumerable.Range(0, dataset.Vocabulary.Count).Select(id => dataset.Vocabulary[id])))
        {
            throw new DataException(
                $"The model in '{source}' knows other words than the dataset, {vocabulary.Count} instead of {dataset.Vocabulary.Count} or "
                + "in another order, so its parameters mean nothing here. Start from a run on the same dataset.");
        }

        var (path, step, prefix) = CheckpointStore.Newest(new RunFolder(source)) is { } checkpoint
            ? (checkpoint.Path, checkpoint.Step, CheckpointStore.ModelPrefix)
            : (ModelFiles.WeightsOf(source), ModelFiles.StepOf(source), "");
        using (var file = SafetensorsFile.Open(path))
        {
            SafetensorsTensors.LoadPart(
                file,
                [
                    .. from tensor in TrainedModel.Tensors(model)
                       where !IsFresh(tensor.Name, reset)
                       where file.Find(prefix + tensor.Name) is not null || !Added.Any(part => tensor.Name.StartsWith(part, StringComparison.Ordinal))
                       select (prefix + tensor.Name, tensor.Value),
                ]);
        }

        SafetensorsTensors.RequireFinite(path, TrainedModel.Tensors(model));
        SafetensorsTensors.Save(folder.Start, TrainedModel.Tensors(model));
        return new StartingPoint(Path.GetFullPath(source), step, Checksum.OfFile(path));
    }

    private static bool IsFresh(string name, StartReset reset) =>
        reset == StartReset.Decoder && OfDecoder.Any(part => name.StartsWith(part, StringComparison.Ordinal));
}
