using TextVae.Objectives;

namespace TextVae.Runs;

/// <summary>One key of a recipe: its dotted name, how a TOML value gets into a recipe, and how it comes out again.</summary>
/// <param name="Name">The dotted name, such as "training.learning_rate".</param>
/// <param name="Expects">What values are allowed, for errors.</param>
/// <param name="Set">The recipe with a TOML value; null when the value is of a wrong type.</param>
/// <param name="Get">The value as TOML.</param>
internal sealed record RecipeKey(
    string Name, string Expects, Func<Recipe, object, Recipe?> Set, Func<Recipe, string> Get)
{
    /// <summary>The table it is in: the part before the first dot.</summary>
    public string Table { get; } = Name[..Name.IndexOf('.')];
}

/// <summary>All keys there are, in the order in which a recipe is written.</summary>
internal static class RecipeKeys
{
    public static IReadOnlyList<RecipeKey> All { get; } =
    [
        Choice("model.kind", r => r.Model.Kind, (r, v) => r with { Model = r.Model with { Kind = v } }),
        Whole("model.embedding", r => r.Model.Embedding, (r, v) => r with { Model = r.Model with { Embedding = (int)v } }),
        Whole("model.hidden", r => r.Model.Hidden, (r, v) => r with { Model = r.Model with { Hidden = (int)v } }),
        Whole("model.latent", r => r.Model.Latent, (r, v) => r with { Model = r.Model with { Latent = (int)v } }),
        Choice("model.cell", r => r.Model.Cell, (r, v) => r with { Model = r.Model with { Cell = v } }),
        Whole("model.layers", r => r.Model.Layers, (r, v) => r with { Model = r.Model with { Layers = (int)v } }),
        Choice("model.encoder", r => r.Model.Encoder, (r, v) => r with { Model = r.Model with { Encoder = v } }),
        Choice("model.decoder", r => r.Model.Decoder, (r, v) => r with { Model = r.Model with { Decoder = v } }),
        Whole("model.heads", r => r.Model.Heads, (r, v) => r with { Model = r.Model with { Heads = (int)v } }),
        Whole(
            "model.feed_forward", r => r.Model.FeedForward,
            (r, v) => r with { Model = r.Model with { FeedForward = (int)v } }),
        Choice("model.summary", r => r.Model.Summary, (r, v) => r with { Model = r.Model with { Summary = v } }),
        Choice("model.attention", r => r.Model.Attention, (r, v) => r with { Model = r.Model with { Attention = v } }),
        Choice("model.prior", r => r.Model.Prior, (r, v) => r with { Model = r.Model with { Prior = v } }),
        Choice("model.posterior", r => r.Model.Posterior, (r, v) => r with { Model = r.Model with { Posterior = v } }),
        Number(
            "model.posterior_scale", r => r.Model.PosteriorScale,
            (r, v) => r with { Model = r.Model with { PosteriorScale = v } }),
        Number("model.delta", r => r.Model.Delta, (r, v) => r with { Model = r.Model with { Delta = v } }),
        Whole(
            "model.label_embedding", r => r.Model.LabelEmbedding,
            (r, v) => r with { Model = r.Model with { LabelEmbedding = (int)v } }),
        Flag("model.skip", r => r.Model.HasSkip, (r, v) => r with { Model = r.Model with { HasSkip = v } }),
        Flag("model.tied", r => r.Model.IsTied, (r, v) => r with { Model = r.Model with { IsTied = v } }),
        Number(
            "model.embedding_dropout", r => r.Model.Dropout.Embedding,
            (r, v) => r with { Model = r.Model with { Dropout = r.Model.Dropout with { Embedding = v } } }),
        Number(
            "model.layer_dropout", r => r.Model.Dropout.Layer,
            (r, v) => r with { Model = r.Model with { Dropout = r.Model.Dropout with { Layer = v } } }),
        Number(
            "model.recurrent_dropout", r => r.Model.Dropout.Recurrent,
            (r, v) => r with { Model = r.Model with { Dropout = r.Model.Dropout with { Recurrent = v } } }),
        Number(
            "model.output_dropout", r => r.Model.Dropout.Output,
            (r, v) => r with { Model = r.Model with { Dropout = r.Model.Dropout with { Output = v } } }),
        Number(
            "model.encoder_dropout", r => r.Model.Dropout.Encoder,
            (r, v) => r with { Model = r.Model with { Dropout = r.Model.Dropout with { Encoder = v } } }),
        Schedule("objective.kl", r => r.Objective.Kl, (r, v) => r with { Objective = r.Objective with { Kl = v } }),
        Number(
            "objective.free_bits", r => r.Objective.FreeBits,
            (r, v) => r with { Objective = r.Objective with { FreeBits = v } }),
        Choice(
            "objective.free_bits_per", r => r.Objective.FreeBitsPer,
            (r, v) => r with { Objective = r.Objective with { FreeBitsPer = v } }),
        Number(
            "objective.target_kl", r => r.Objective.TargetKl,
            (r, v) => r with { Objective = r.Objective with { TargetKl = v } }),
        Whole(
            "objective.samples", r => r.Objective.Samples,
            (r, v) => r with { Objective = r.Objective with { Samples = (int)v } }),
        Schedule(
            "objective.word_dropout", r => r.Objective.WordDropout,
            (r, v) => r with { Objective = r.Objective with { WordDropout = v } }),
        Schedule(
            "objective.input_dropout", r => r.Objective.InputDropout,
            (r, v) => r with { Objective = r.Objective with { InputDropout = v } }),
        Number(
            "objective.bag_of_words", r => r.Objective.BagOfWords,
            (r, v) => r with { Objective = r.Objective with { BagOfWords = v } }),
        Number("objective.label", r => r.Objective.Label, (r, v) => r with { Objective = r.Objective with { Label = v } }),
        Number("objective.mmd", r => r.Objective.Mmd, (r, v) => r with { Objective = r.Objective with { Mmd = v } }),
        Number(
            "objective.mutual_information", r => r.Objective.MutualInformation,
            (r, v) => r with { Objective = r.Objective with { MutualInformation = v } }),
        Choice(
            "objective.mutual_information_source", r => r.Objective.MutualInformationSource,
            (r, v) => r with { Objective = r.Objective with { MutualInformationSource = v } }),
        Whole("training.seed", r => r.Training.Seed, (r, v) => r with { Training = r.Training with { Seed = v } }),
        Choice("training.reset", r => r.Training.Reset, (r, v) => r with { Training = r.Training with { Reset = v } }),
        Whole("training.batch", r => r.Training.Batch, (r, v) => r with { Training = r.Training with { Batch = (int)v } }),
        Whole(
            "training.batch_tokens", r => r.Training.BatchTokens,
            (r, v) => r with { Training = r.Training with { BatchTokens = (int)v } }),
        Whole(
            "training.shuffle_block", r => r.Training.ShuffleBlock,
            (r, v) => r with { Training = r.Training with { ShuffleBlock = (int)v } }),
        Whole("training.steps", r => r.Training.Steps, (r, v) => r with { Training = r.Training with { Steps = v } }),
        Whole("training.epochs", r => r.Training.Epochs, (r, v) => r with { Training = r.Training with { Epochs = (int)v } }),
        Choice(
            "training.optimizer", r => r.Training.Optimizer,
            (r, v) => r with { Training = r.Training with { Optimizer = v } }),
        Number(
            "training.momentum", r => r.Training.Momentum,
            (r, v) => r with { Training = r.Training with { Momentum = v } }),
        Number(
            "training.weight_decay", r => r.Training.WeightDecay,
            (r, v) => r with { Training = r.Training with { WeightDecay = v } }),
        Number(
            "training.learning_rate", r => r.Training.LearningRate,
            (r, v) => r with { Training = r.Training with { LearningRate = v } }),
        Whole(
            "training.warmup", r => r.Training.Warmup,
            (r, v) => r with { Training = r.Training with { Warmup = v } }),
        Choice(
            "training.schedule", r => r.Training.Schedule,
            (r, v) => r with { Training = r.Training with { Schedule = v } }),
        Number(
            "training.final_rate", r => r.Training.FinalRate,
            (r, v) => r with { Training = r.Training with { FinalRate = v } }),
        Number(
            "training.plateau_factor", r => r.Training.PlateauFactor,
            (r, v) => r with { Training = r.Training with { PlateauFactor = v } }),
        Whole(
            "training.plateau_patience", r => r.Training.PlateauPatience,
            (r, v) => r with { Training = r.Training with { PlateauPatience = (int)v } }),
        Whole(
            "training.plateau_limit", r => r.Training.PlateauLimit,
            (r, v) => r with { Training = r.Training with { PlateauLimit = (int)v } }),
        Flag(
            "training.plateau_reload", r => r.Training.PlateauReload,
            (r, v) => r with { Training = r.Training with { PlateauReload = v } }),
        Number(
            "training.average", r => r.Training.Average,
            (r, v) => r with { Training = r.Training with { Average = v } }),
        Flag(
            "training.aggressive", r => r.Training.IsAggressive,
            (r, v) => r with { Training = r.Training with { IsAggressive = v } }),
        Number("training.clip", r => r.Training.Clip, (r, v) => r with { Training = r.Training with { Clip = v } }),
        Whole(
            "training.skip_limit", r => r.Training.SkipLimit,
            (r, v) => r with { Training = r.Training with { SkipLimit = (int)v } }),
        Whole(
            "training.evaluate_every", r => r.Training.EvaluateEvery,
            (r, v) => r with { Training = r.Training with { EvaluateEvery = v } }),
        Whole(
            "training.checkpoint_every", r => r.Training.CheckpointEvery,
            (r, v) => r with { Training = r.Training with { CheckpointEvery = v } }),
        Whole(
            "training.patience", r => r.Training.Patience,
            (r, v) => r with { Training = r.Training with { Patience = (int)v } }),
        Whole("training.keep", r => r.Training.Keep, (r, v) => r with { Training = r.Training with { Keep = (int)v } }),
        Whole(
            "evaluation.samples", r => r.Evaluation.Samples,
            (r, v) => r with { Evaluation = r.Evaluation with { Samples = (int)v } }),
        Whole(
            "evaluation.iw", r => r.Evaluation.Iw, (r, v) => r with { Evaluation = r.Evaluation with { Iw = (int)v } }),
        Whole(
            "evaluation.information_samples", r => r.Evaluation.InformationSamples,
            (r, v) => r with { Evaluation = r.Evaluation with { InformationSamples = (int)v } }),
        Whole(
            "evaluation.seed", r => r.Evaluation.Seed, (r, v) => r with { Evaluation = r.Evaluation with { Seed = v } }),
        Whole(
            "evaluation.batch", r => r.Evaluation.Batch,
            (r, v) => r with { Evaluation = r.Evaluation with { Batch = (int)v } }),
        Whole(
            "evaluation.beam", r => r.Evaluation.Beam,
            (r, v) => r with { Evaluation = r.Evaluation with { Beam = (int)v } }),
    ];

    /// <summary>The key of this name; null when there is none.</summary>
    public static RecipeKey? Find(string name) => All.FirstOrDefault(key => key.Name == name);

    /// <summary>The names of the tables.</summary>
    public static IEnumerable<string> Tables { get; } = [.. All.Select(key => key.Table).Distinct()];

    /// <summary>The known name, of a key or a table, that is spelled most like an unknown one.</summary>
    public static string Nearest(string name)
    {
        // A name that goes on for ever is no slip of the pen, and comparing it whole would take as long.
        var start = name[..Math.Min(name.Length, 100)];
        return All.Select(key => key.Name).Concat(Tables).MinBy(known => Spelling.Distance(start, known))!;
    }

    private static RecipeKey Whole(string name, Func<Recipe, long> get, Func<Recipe, long, Recipe> set) => new(
        name, "a whole number",
        (recipe, value) => value is long number && InRange(number) ? set(recipe, number) : null,
        recipe => TomlText.Of(get(recipe)));

    // Sizes are kept in 32 bits; a seed may be any number that a size may be, which is plenty.
    private static bool InRange(long number) => number is >= int.MinValue and <= int.MaxValue;

    private static RecipeKey Number(string name, Func<Recipe, double> get, Func<Recipe, double, Recipe> set) => new(
        name, "a number",
        (recipe, value) => AsNumber(value) is { } number ? set(recipe, number) : null,
        recipe => TomlText.Of(get(recipe)));

    private static RecipeKey Flag(string name, Func<Recipe, bool> get, Func<Recipe, bool, Recipe> set) => new(
        name, "true or false",
        (recipe, value) => value is bool flag ? set(recipe, flag) : null,
        recipe => get(recipe) ? "true" : "false");

    private static RecipeKey Choice<T>(string name, Func<Recipe, T> get, Func<Recipe, T, Recipe> set)
        where T : struct, Enum => new(
        name, $"one of {string.Join(", ", Enum.GetValues<T>().Select(value => $"\"{ChoiceName.Of(value)}\""))}",
        (recipe, value) => TomlText.Parse<T>(value) is { } choice ? set(recipe, choice) : null,
        recipe => $"\"{ChoiceName.Of(get(recipe))}\"");

    private static RecipeKey Schedule(string name, Func<Recipe, Schedule> get, Func<Recipe, Schedule, Recipe> set) => new(
        name, ScheduleToml.Expects,
        (recipe, value) => ScheduleToml.Parse(value) is { } schedule ? set(recipe, schedule) : null,
        recipe => ScheduleToml.Write(get(recipe)));

    internal static double? AsNumber(object value) => value switch
    {
        double number when double.IsFinite(number) => number,
        long number => number,
        _ => null,
    };
}
