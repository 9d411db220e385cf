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
    /// <summary>SHA-256 of the recipe of that run, and of those that it had started from; null where they are not known.</summary>
    public string? RecipeHash { get; init; }

    // What training adds to a model for a term of its objective, and a prior that is learnt: a run that first asks for it makes it afresh.
    private static readonly string[] Added = ["information.", "bag_of_words.", "label_predictor.", "prior."];

    private static readonly string[] OfDecoder = ["decoder.", "output."];

    /// <summary>Refuses a recipe that says what stays fresh where all of it is.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="startFrom">What it starts from; null for fresh parameters.</param>
    /// <exception cref="RecipeException">It does.</exception>
    internal static void RequireIfReset(Recipe recipe, string? startFrom)
    {
        if (startFrom is null && recipe.Training.Reset != StartReset.Nothing)
        {
            throw new RecipeException(
                $"training.reset is \"{ChoiceName.Of(recipe.Training.Reset)}\", which says what stays fresh of the parameters that a run starts "
                + "from, and it starts from none. Give the run to start from (--start-from RUN, or start_from in a sweep), or set "
                + "training.reset to \"nothing\".");
        }
    }

    /// <summary>Refuses a folder to start from that is not there.</summary>
    /// <param name="startFrom">The folder; null for fresh parameters.</param>
    /// <exception cref="DataException">It is not.</exception>
    internal static void RequireThere(string? startFrom)
    {
        if (startFrom is not null && !Directory.Exists(startFrom))
            throw new DataException($"There is no folder '{startFrom}' to start from. Give a run folder that `train` has made, or its 'model' folder.");
    }

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

        string[] differences = [.. OtherMeanings(ModelFiles.ConfigOf(ModelFiles.In(source)).ToOptions(), model.Options, reset)];
        if (differences.Length > 0)
        {
            throw new DataException(
                $"The parameters in '{source}' mean something else to this recipe: {string.Join("; ", differences)}. Start from a run with the "
                + "same, or change the recipe.");
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
        return new StartingPoint(Path.GetFullPath(source), step, Checksum.OfFile(path)) { RecipeHash = RecipeHashOf(new RunFolder(source)) };
    }

    private static string? RecipeHashOf(RunFolder source)
    {
        if (!source.HoldsRun)
            return null;
        var earlier = RunInfo.Load(source).StartedFrom;
        return earlier is { RecipeHash: null } ? null : Runs.RecipeHash.Of(Recipe.Load(source.Recipe), earlier?.RecipeHash);
    }

    /// <summary>Parameters of a model that does not fit another as its first ones.</summary>
    /// <param name="source">What they are taken from.</param>
    /// <param name="target">What takes them.</param>
    /// <param name="reset">What stays fresh.</param>
    /// <returns>What does not fit, each as a clause; none where all is well.</returns>
    internal static IEnumerable<string> Misfits(TextModel source, TextModel target, StartReset reset)
    {
        foreach (var difference in OtherMeanings(source.Options, target.Options, reset))
            yield return difference;
        var there = TrainedModel.Tensors(source).ToDictionary(tensor => tensor.Name, tensor => tensor.Value.shape);
        foreach (var (name, value) in TrainedModel.Tensors(target).Where(tensor => !IsFresh(tensor.Name, reset)))
        {
            if (!there.TryGetValue(name, out var shape))
            {
                if (!Added.Any(part => name.StartsWith(part, StringComparison.Ordinal)))
                    yield return $"it has no '{name}'";
            }
            else if (!shape.SequenceEqual(value.shape))
            {
                yield return $"'{name}' is [{string.Join(", ", shape)}] there and [{string.Join(", ", value.shape)}] here";
            }
        }
    }

    // What fits by its sizes may still mean something else.
    private static IEnumerable<string> OtherMeanings(ModelOptions there, ModelOptions here, StartReset reset)
    {
        var haveLatents = there.Kind == ModelKind.Vae && here.Kind == ModelKind.Vae;
        var takesHeads = (here.Decoder == DecoderKind.Transformer && reset != StartReset.Decoder) || (haveLatents && here.Encoder == EncoderKind.Transformer);
        (string Key, bool IsAnother, string There, string Here)[] keys =
        [
            ("heads", takesHeads && there.Heads != here.Heads, $"{there.Heads}", $"{here.Heads}"),
            ("posterior", haveLatents && there.Posterior != here.Posterior, Quoted(there.Posterior), Quoted(here.Posterior)),
            ("prior", haveLatents && there.Prior == PriorKind.Learned && here.Prior == PriorKind.Standard, Quoted(there.Prior), Quoted(here.Prior)),
            ("skip", haveLatents && there.HasSkip && !here.HasSkip && reset != StartReset.Decoder, "true", "false"),
        ];
        return keys.Where(key => key.IsAnother).Select(key => $"model.{key.Key} is {key.There} there and {key.Here} here");

        static string Quoted<T>(T choice)
            where T : struct, Enum => $"\"{ChoiceName.Of(choice)}\"";
    }

    private static bool IsFresh(string name, StartReset reset) =>
        reset == StartReset.Decoder && OfDecoder.Any(part => name.StartsWith(part, StringComparison.Ordinal));
}
