using System.Text;
using TextVae.Corpus;
using TextVae.Evaluation;
using TextVae.Models;
using TorchSharp;

namespace TextVae.Runs;

/// <summary>A model with its vocabulary and tokenizer: all that encoding and decoding need.</summary>
public sealed class TrainedModel : IDisposable
{
    private TrainedModel(TextModel model, Vocabulary vocabulary, Tokenizer tokenizer, ModelConfig config, string weightsHash)
    {
        Model = model;
        Vocabulary = vocabulary;
        Tokenizer = tokenizer;
        Labels = config.Labels;
        Step = config.Step;
        DatasetHash = config.DatasetHash;
        WeightsHash = weightsHash;
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

    /// <summary>The SHA-256 of the file with its weights, in lowercase hexadecimal digits.</summary>
    public string WeightsHash { get; }

    /// <summary>Loads a model from a model folder, or from a run folder with a `model` folder in it.</summary>
    /// <exception cref="DataException">A file is missing, damaged or does not fit the others.</exception>
    public static TrainedModel Load(string folder)
    {
        if (!Directory.Exists(folder))
            throw new DataException($"There is no folder '{folder}'. Give a run folder that `train` has made, or its 'model' folder.");
        folder = ModelFiles.In(folder);
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
                ModelChecksums.Verify(folder, sums, ModelFiles.Needed);
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
        var config = ModelFiles.ConfigOf(folder);
        var vocabulary = Vocabulary.Load(ModelFiles.Existing(folder, ModelFiles.VocabularyFile));
        if (vocabulary.Count != config.Words)
        {
            throw new DataException(
                $"The model folder '{folder}' does not fit together: its {ModelFiles.ConfigFile} says {config.Words} words, its "
                + $"{ModelFiles.VocabularyFile} has {vocabulary.Count}. Restore both from the same model.");
        }

        var tokenizer = Tokenizer.Load(folder, config.ToTokenizerOptions());
        var weights = ModelFiles.Existing(folder, ModelFiles.WeightsFile);
        using var file = SafetensorsFile.Open(weights);
        ModelFiles.RequireSizes(config, file);
        var model = TextModel.Create(config.ToOptions(), config.Words, seed: 0, config.LabelCount);
        try
        {
            SafetensorsTensors.Load(file, Tensors(model));
            SafetensorsTensors.RequireFinite(weights, Tensors(model));
            return new TrainedModel(model, vocabulary, tokenizer, config, Checksum.OfFile(weights));
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>The card of the model in a model folder or a run folder, in Markdown; null where there is none.</summary>
    /// <exception cref="DataException">It is no regular file, far too large, no UTF-8, or cannot be read.</exception>
    public static string? CardOf(string folder)
    {
        var path = Path.Combine(ModelFiles.In(folder), ModelFiles.CardFile);
        try
        {
            return File.Exists(path) ? RegularFile.ReadAllText(path, RegularFile.SmallLimit) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new DataException($"'{path}' cannot be read: {exception.Message.TrimEnd('.')}. Take the file away, or restore it.", exception);
        }
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
            $"'{Excerpt.Of(text)}' is no word of this model, so no text of it could have it. Its words are in {ModelFiles.VocabularyFile} of its folder.");
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
        files.Prepare(next => ModelFiles.Write(next, model, dataset, step, valid));
        files.Replace();
    }

    /// <summary>What of a model is kept, by name: its parameters, and the running statistics of those that have any.</summary>
    internal static IEnumerable<(string Name, torch.Tensor Value)> Tensors(TextModel model) =>
        model.named_parameters().Select(named => (named.name, (torch.Tensor)named.parameter))
            .Concat(model.named_buffers().Select(named => (named.name, named.buffer)));
}
