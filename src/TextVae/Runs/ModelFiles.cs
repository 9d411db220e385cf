using System.Text.Json;
using TextVae.Corpus;
using TextVae.Evaluation;
using TextVae.Evaluation.Diagnosis;
using TextVae.Models;

namespace TextVae.Runs;

/// <summary>The files of a model folder: which there are, what writes them, and what one of them says by itself.</summary>
internal static class ModelFiles
{
    public const string ConfigFile = "config.json";
    public const string WeightsFile = "weights.safetensors";
    public const string VocabularyFile = "vocabulary.txt";
    public const string CardFile = "MODEL_CARD.md";

    /// <summary>Those that every model has.</summary>
    public static readonly string[] Needed = [ConfigFile, WeightsFile, VocabularyFile];

    /// <summary>Writes the files of a model into an empty folder, the checksums of all others last.</summary>
    public static void Write(string folder, TextModel model, Dataset dataset, long step, EvaluationReport valid)
    {
        dataset.Tokenizer.Save(folder);
        dataset.Vocabulary.Save(Path.Combine(folder, VocabularyFile));
        SafetensorsTensors.Save(
            Path.Combine(folder, WeightsFile), TrainedModel.Tensors(model), new Dictionary<string, string> { ["format"] = "pt" });
        var config = ModelConfig.Of(model.Options, dataset, step, valid.NllBound);
        AtomicFile.Write(
            Path.Combine(folder, ConfigFile), stream => JsonSerializer.Serialize(stream, config, RunJson.Default.ModelConfig));
        string[] files = [.. Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file))];
        // A card is for people, who may add to it.
        AtomicFile.WriteText(Path.Combine(folder, CardFile), ModelCard.Write(model, dataset, step, valid));
        ModelChecksums.Write(folder, files);
    }

    /// <summary>Puts findings into the card of a model folder, where there is one.</summary>
    /// <exception cref="TextVaeException">It cannot be read or written.</exception>
    public static void TellCard(string folder, IReadOnlyList<ModelFinding> findings)
    {
        if (TrainedModel.CardOf(folder) is { } card)
            AtomicFile.WriteText(Path.Combine(folder, CardFile), ModelCard.WithFindings(card, findings));
    }

    /// <summary>Copies the weights of a model folder into a model of the same sizes and parts.</summary>
    /// <exception cref="DataException">They are missing, damaged or those of another model.</exception>
    public static void LoadWeights(string folder, TextModel model) =>
        SafetensorsTensors.Load(Existing(folder, WeightsFile), TrainedModel.Tensors(model));

    /// <summary>The words of the model in a model folder or a run folder.</summary>
    /// <exception cref="DataException">There is none.</exception>
    public static Vocabulary VocabularyOf(string folder) => Vocabulary.Load(Existing(In(folder), VocabularyFile));

    /// <summary>The file of its weights.</summary>
    /// <exception cref="DataException">There is none.</exception>
    public static string WeightsOf(string folder) => Existing(In(folder), WeightsFile);

    /// <summary>After how many steps it was saved.</summary>
    /// <exception cref="DataException">There is none.</exception>
    public static long StepOf(string folder) => ConfigOf(In(folder)).Step;

    /// <summary>Whether a folder holds, whole and undamaged, the model saved after a step.</summary>
    public static bool IsOfStep(string folder, long step)
    {
        try
        {
            if (ModelChecksums.Read(folder) is not { } sums)
                return false;
            ModelChecksums.Verify(folder, sums, Needed);
            return ConfigOf(folder).Step == step;
        }
        catch (DataException)
        {
            return false;
        }
    }

    /// <summary>The model folder: the folder itself, or the one in a run folder.</summary>
    public static string In(string folder)
    {
        var inRun = Path.Combine(folder, "model");
        return !File.Exists(Path.Combine(folder, ConfigFile)) && Directory.Exists(inRun) ? inRun : folder;
    }

    /// <summary>What the configuration in a model folder says.</summary>
    /// <exception cref="DataException">It is missing, or cannot be read.</exception>
    public static ModelConfig ConfigOf(string folder)
    {
        var path = Existing(folder, ConfigFile);
        try
        {
            var config = JsonSerializer.Deserialize(
                RegularFile.ReadAllBytes(path, RegularFile.SmallLimit), RunJson.Default.ModelConfig)
                ?? throw new JsonException("it is null");
            if (config.Format != ModelConfig.CurrentFormat)
                throw new JsonException($"its format is {config.Format}, and this version reads {ModelConfig.CurrentFormat}");
            var problems = string.Join(' ', config.Problems());
            return problems.Length == 0 ? config : throw new JsonException(problems);
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new DataException(
                $"'{path}' cannot be read: {exception.Message} Restore the file from the run that made the model.", exception);
        }
    }

    /// <summary>Refuses a configuration that asks for far more memory than the weights could fill, before it is taken.</summary>
    public static void RequireSizes(ModelConfig config, SafetensorsFile weights)
    {
        const long negligible = 1 << 24; // what is less wrong is told tensor by tensor
        var options = config.ToOptions();
        var needed = ModelMemory.Parameters(options, config.Words, config.LabelCount);
        var held = weights.Tensors.Sum(tensor => tensor.ByteLength) / sizeof(float);
        if (needed > held + negligible)
        {
            throw new DataException(
                $"The safetensors file '{weights.Path}' does not fit the model: its {ConfigFile} describes {needed} parameters, and it "
                + $"has room for {held}. Restore both from the same model.");
        }

        ModelMemory.RequireModel(options, config.Words, config.LabelCount, copies: 1);
    }

    /// <summary>The path of a file that a model needs.</summary>
    /// <exception cref="DataException">It is missing.</exception>
    public static string Existing(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        if (File.Exists(path))
            return path;
        throw new DataException(
            $"The model folder '{folder}' has no {name}. A model needs {ConfigFile}, {WeightsFile} and {VocabularyFile}: "
            + "copy the whole folder, or give a run folder that has finished an evaluation.");
    }
}
