using System.Text.Json;
using TextVae.Corpus;
using TextVae.Evaluation;
using TextVae.Evaluation.Diagnosis;
using TextVae.Models;
using TorchSharp;

namespace TextVae.Runs;

/// <summary>A model with its vocabulary and tokenizer: all that encoding and decoding need.</summary>
public sealed class TrainedModel : IDisposable
{
    private const string ConfigFile = "config.json";
    private const string WeightsFile = "weights.safetensors";
    private const string VocabularyFile = "vocabulary.txt";
    private const string CardFile = "MODEL_CARD.md";

    private static readonly string[] Needed = [ConfigFile, WeightsFile, VocabularyFile];

    private TrainedModel(TextModel model, Vocabulary vocabulary, Tokenizer tokenizer, ModelConfig config)
    {
        Model = model;
        Vocabulary = vocabulary;
        Tokenizer = tokenizer;
        Labels = config.Labels;
        Step = config.Step;
        DatasetHash = config.DatasetHash;
    }

    /// <summary>The network.</summary>
    public TextModel Model { get; }

    /// <summary>Its words.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>What makes words of text, the same as for the training data.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>The names of the labels it was trained with, by their number; none for a model that knows no labels.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>After how many steps of training it was saved.</summary>
    public long Step { get; }

    /// <summary>The hash of the dataset it was trained on.</summary>
    public string DatasetHash { get; }

    /// <summary>Loads a model from a model folder, or from a run folder with a `model` folder in it.</summary>
    /// <exception cref="DataException">A file is missing, damaged or does not fit the others.</exception>
    public static TrainedModel Load(string folder)
    {
        if (!Directory.Exists(folder))
            throw new DataException($"There is no folder '{folder}'. Give a run folder that `train` has made, or its 'model' folder.");
        folder = ModelIn(folder);
        while (true)
        {
            var sums = ModelChecksums.Read(folder);
            try
            {
                var model = LoadFiles(folder);
                if (IsAsWritten(folder, sums, model))
                    return model;
            }
            catch (DataException) when (ModelChecksums.Read(folder) != sums)
            {
                // A training has put its next best model there meanwhile: what was read may be half of each.
            }
        }
    }

    private static bool IsAsWritten(string folder, string? sums, TrainedModel model)
    {
        var isKept = false;
        try
        {
            if (sums is not null)
                ModelChecksums.Verify(folder, sums, Needed);
            return isKept = ModelChecksums.Read(folder) == sums;
        }
        finally
        {
            if (!isKept)
                model.Dispose();
        }
    }

    private static TrainedModel LoadFiles(string folder)
    {
        var config = ReadConfig(Path.Combine(folder, ConfigFile));
        var vocabulary = Vocabulary.Load(Existing(folder, VocabularyFile));
        if (vocabulary.Count != config.Words)
        {
            throw new DataException(
                $"The model folder '{folder}' does not fit together: its {ConfigFile} says {config.Words} words, its "
                + $"{VocabularyFile} has {vocabulary.Count}. Restore both from the same model.");
        }

        var tokenizer = Tokenizer.Load(folder, config.ToTokenizerOptions());
        var weights = Existing(folder, WeightsFile);
        using var file = SafetensorsFile.Open(weights);
        RequireSizes(config, file);
        var model = TextModel.Create(config.ToOptions(), config.Words, seed: 0, config.Labels.Count);
        try
        {
            SafetensorsTensors.Load(file, Tensors(model));
            SafetensorsTensors.RequireFinite(weights, Tensors(model));
        }
        catch
        {
            model.Dispose();
            throw;
        }

        return new TrainedModel(model, vocabulary, tokenizer, config);
    }

    /// <summary>The card of the model in a model folder or a run folder, in Markdown; null where there is none.</summary>
    /// <exception cref="DataException">It is no regular file, or far too large.</exception>
    public static string? CardOf(string folder)
    {
        var path = Path.Combine(ModelIn(folder), CardFile);
        return File.Exists(path) ? RegularFile.ReadAllText(path, RegularFile.SmallLimit) : null;
    }

    /// <summary>The word ids of a text.</summary>
    public int[] WordsOf(string text) => [.. Tokenizer.Tokenize(text).Select(Vocabulary.IdOf)];

    /// <summary>The text of word ids.</summary>
    public string TextOf(IEnumerable<int> words) => Tokenizer.Join(words.Select(id => Vocabulary[id]));

    /// <summary>The id of a single word, given as text. The unknown word is spelled as in texts, &lt;unk&gt;.</summary>
    /// <exception cref="RecipeException">The text is none or several of the model's words.</exception>
    public int WordOf(string text)
    {
        if (text == Vocabulary.UnknownSpelling)
            return Vocabulary.Unknown;
        var words = Tokenizer.Tokenize(text);
        if (words.Count != 1)
        {
            throw new RecipeException(words.Count == 0
                ? $"'{Excerpt.Of(text)}' has no word in it. Give a word."
                : $"'{Excerpt.Of(text)}' is {words.Count} words to this model: {Excerpt.List(words, " | ")}. Give one at a time.");
        }

        var word = Vocabulary.IdOf(words[0]);
        return word != Vocabulary.Unknown ? word : throw new RecipeException(
            $"'{Excerpt.Of(text)}' is no word of this model, so no text of it could have it. Its words are in {VocabularyFile} of its folder.");
    }

    /// <summary>The number of a label, given by its name.</summary>
    /// <exception cref="RecipeException">The model knows no such label, or none at all.</exception>
    public int LabelOf(string name)
    {
        if (Labels.Count == 0)
        {
            throw new RecipeException(
                $"This model knows no labels, so '{Excerpt.Of(name)}' means nothing to it. Leave the label away, or train a model with "
                + "model.label_embedding above 0 on texts with labels.");
        }

        for (var label = 0; label < Labels.Count; label++)
        {
            if (Labels[label] == name)
                return label;
        }

        throw new RecipeException($"'{Excerpt.Of(name)}' is no label of this model. It knows {LabelNames.Listed(Labels)}.");
    }

    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();

    /// <summary>Writes a model folder, in the place of one that may be there. A <see cref="TrainingRun"/> does it by itself.</summary>
    /// <param name="folder">The model folder.</param>
    /// <param name="model">The network.</param>
    /// <param name="dataset">What it was trained on; its vocabulary and tokenizer go into the folder too.</param>
    /// <param name="step">After how many steps.</param>
    /// <param name="valid">Its figures on the validation split, for the model card.</param>
    /// <exception cref="TextVaeException">It cannot be written.</exception>
    public static void Save(string folder, TextModel model, Dataset dataset, long step, EvaluationReport valid)
    {
        var files = new ModelFolder(folder);
        files.Prepare(next => Write(next, model, dataset, step, valid));
        files.Replace();
    }

    /// <summary>Writes the files of a model into an empty folder, the checksums of all others last.</summary>
    internal static void Write(string folder, TextModel model, Dataset dataset, long step, EvaluationReport valid)
    {
        dataset.Tokenizer.Save(folder);
        dataset.Vocabulary.Save(Path.Combine(folder, VocabularyFile));
        SafetensorsTensors.Save(
            Path.Combine(folder, WeightsFile), Tensors(model), new Dictionary<string, string> { ["format"] = "pt" });
        var config = ModelConfig.Of(model.Options, dataset, step, valid.NllBound);
        AtomicFile.Write(
            Path.Combine(folder, ConfigFile), stream => JsonSerializer.Serialize(stream, config, RunJson.Default.ModelConfig));
        string[] files = [.. Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file))];
        // A card is for people, who may add to it.
        AtomicFile.WriteText(Path.Combine(folder, CardFile), ModelCard.Write(model, dataset, step, valid));
        ModelChecksums.Write(folder, files);
    }

    /// <summary>Puts findings into the card of a model folder, where there is one.</summary>
    /// <exception cref="TextVaeException">It cannot be written.</exception>
    internal static void TellCard(string folder, IReadOnlyList<ModelFinding> findings)
    {
        var path = Path.Combine(folder, CardFile);
        if (File.Exists(path))
            AtomicFile.WriteText(path, ModelCard.WithFindings(File.ReadAllText(path), findings));
    }

    /// <summary>Copies the weights of a model folder into a model of the same sizes and parts.</summary>
    /// <exception cref="DataException">They are missing, damaged or those of another model.</exception>
    internal static void LoadWeights(string folder, TextModel model) =>
        SafetensorsTensors.Load(Existing(folder, WeightsFile), Tensors(model));

    /// <summary>The words of the model in a model folder or a run folder.</summary>
    /// <exception cref="DataException">There is none.</exception>
    internal static Vocabulary VocabularyOf(string folder) => Vocabulary.Load(Existing(ModelIn(folder), VocabularyFile));

    /// <summary>The file of its weights.</summary>
    /// <exception cref="DataException">There is none.</exception>
    internal static string WeightsOf(string folder) => Existing(ModelIn(folder), WeightsFile);

    /// <summary>After how many steps it was saved.</summary>
    /// <exception cref="DataException">There is none.</exception>
    internal static long StepOf(string folder) => ReadConfig(Path.Combine(ModelIn(folder), ConfigFile)).Step;

    /// <summary>Whether a folder holds, whole and undamaged, the model saved after a step.</summary>
    internal static bool IsOfStep(string folder, long step)
    {
        try
        {
            if (ModelChecksums.Read(folder) is not { } sums)
                return false;
            ModelChecksums.Verify(folder, sums, Needed);
            return ReadConfig(Path.Combine(folder, ConfigFile)).Step == step;
        }
        catch (DataException)
        {
            return false;
        }
    }

    /// <summary>What of a model is kept, by name: its parameters, and the running statistics of those that have any.</summary>
    internal static IEnumerable<(string Name, torch.Tensor Value)> Tensors(TextModel model) =>
        model.named_parameters().Select(named => (named.name, (torch.Tensor)named.parameter))
            .Concat(model.named_buffers().Select(named => (named.name, named.buffer)));

    private static string ModelIn(string folder)
    {
        var inRun = Path.Combine(folder, "model");
        return !File.Exists(Path.Combine(folder, ConfigFile)) && Directory.Exists(inRun) ? inRun : folder;
    }

    /// <summary>Refuses a configuration that asks for far more memory than the weights could fill, before it is taken.</summary>
    private static void RequireSizes(ModelConfig config, SafetensorsFile weights)
    {
        const long negligible = 1 << 24; // what is less wrong is told tensor by tensor
        var options = config.ToOptions();
        var needed = ModelMemory.Parameters(options, config.Words, config.Labels.Count);
        var held = weights.Tensors.Sum(tensor => tensor.ByteLength) / sizeof(float);
        if (needed > held + negligible)
        {
            throw new DataException(
                $"The safetensors file '{weights.Path}' does not fit the model: its {ConfigFile} describes {needed} parameters, and it "
                + $"has room for {held}. Restore both from the same model.");
        }

        ModelMemory.RequireModel(options, config.Words, config.Labels.Count, copies: 1);
    }

    private static string Existing(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        if (File.Exists(path))
            return path;
        throw new DataException(
            $"The model folder '{folder}' has no {name}. A model needs {ConfigFile}, {WeightsFile} and {VocabularyFile}: "
            + "copy the whole folder, or give a run folder that has finished an evaluation.");
    }

    private static ModelConfig ReadConfig(string path)
    {
        try
        {
            var config = JsonSerializer.Deserialize(
                RegularFile.ReadAllBytes(Existing(Path.GetDirectoryName(path)!, ConfigFile), RegularFile.SmallLimit),
                RunJson.Default.ModelConfig)
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
}
