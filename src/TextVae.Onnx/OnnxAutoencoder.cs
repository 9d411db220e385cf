using System.Numerics.Tensors;
using TextVae.Onnx.Shared;
using TextVae.Onnx.Shared.Exporting;
using TextVae.Onnx.Shared.Models;

namespace TextVae.Onnx;

/// <summary>
/// A model that `textvae export` has written, run by ONNX Runtime: texts to vectors, vectors to texts, and new texts. What becomes of
/// a text does not depend on the others of a call, but for the last digits of a float. Any number of threads may use one at once.
/// </summary>
public sealed class OnnxAutoencoder : IDisposable
{
    private readonly ModelFiles _files;
    private readonly OnnxOptions _options;
    private readonly Encoder? _encoder;
    private readonly Decoder _decoder;
    private bool _isDisposed;

    private OnnxAutoencoder(string folder, ModelFiles files, OnnxOptions options)
    {
        (_files, _options) = (files, options);
        _decoder = new Decoder(folder, files.Config, options);
        try
        {
            if (!IsLanguageModel)
                _encoder = new Encoder(ModelFiles.Graph(folder, OnnxFolder.Encoder), files.Config, options);
        }
        catch
        {
            _decoder.Dispose();
            throw;
        }
    }

    /// <summary>Whether it only writes: it has no vectors.</summary>
    public bool IsLanguageModel => _files.Config.Kind == OnnxConfig.Language;

    /// <summary>Numbers of a vector; 0 of a language model.</summary>
    public int LatentSize => _files.Config.Latent;

    /// <summary>The names of the labels that the model reads beside every text; empty for a model without labels.</summary>
    public IReadOnlyList<string> Labels => _files.Config.Labels;

    /// <summary>Loads an exported model.</summary>
    /// <param name="folder">The folder that `textvae export` has made.</param>
    /// <param name="options">Threads and lengths.</param>
    /// <exception cref="OnnxModelException">A file is missing, damaged or does not fit the others, or ONNX Runtime cannot be
    /// loaded.</exception>
    /// <exception cref="ArgumentException">An option has a value that is not allowed.</exception>
    public static OnnxAutoencoder Load(string folder, OnnxOptions? options = null)
    {
        options ??= new OnnxOptions();
        var problems = string.Join(' ', options.Problems());
        if (problems.Length > 0)
            throw new ArgumentException(problems, nameof(options));
        return new OnnxAutoencoder(folder, ModelFiles.Load(folder), options);
    }

    /// <summary>The vector of each text, the mean of q(z|x).</summary>
    /// <param name="texts">Texts as they are; words that the model does not know are the unknown word.</param>
    /// <param name="labels">The label of each, for a model with labels.</param>
    /// <exception cref="InvalidOperationException">It is a language model.</exception>
    /// <exception cref="ArgumentException">Labels are missing, unknown, or not wanted.</exception>
    /// <exception cref="ArgumentNullException">A text or a label is null.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    /// <exception cref="OnnxModelException">A graph does not compute what it should.</exception>
    public float[][] Encode(IReadOnlyList<string> texts, IReadOnlyList<string>? labels = null) =>
        Array.ConvertAll(Posteriors(texts, labels), posterior => posterior.Mean);

    /// <summary>q(z|x) of each text.</summary>
    /// <inheritdoc cref="Encode"/>
    public OnnxPosterior[] Posteriors(IReadOnlyList<string> texts, IReadOnlyList<string>? labels = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_encoder is null)
            throw new InvalidOperationException("This model is a language model: it has no vectors. It can only sample.");
        var numbers = NumbersOf(labels, texts.Count);
        return _encoder.Encode([.. texts.Select(WordsOf)], numbers);
    }

    /// <summary>The text of each vector, the most probable word at every step.</summary>
    /// <param name="vectors">Vectors of <see cref="LatentSize"/> numbers.</param>
    /// <param name="labels">The label to write each under, for a model with labels.</param>
    /// <exception cref="InvalidOperationException">It is a language model.</exception>
    /// <exception cref="ArgumentException">A vector has another length or is not finite, or as of <see cref="Encode"/>.</exception>
    public string[] Decode(IReadOnlyList<float[]> vectors, IReadOnlyList<string>? labels = null)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (IsLanguageModel)
            throw new InvalidOperationException("This model is a language model: it has no vectors to decode. It can only sample.");
        foreach (var (place, vector) in vectors.Index())
        {
            if (vector is null || vector.Length != LatentSize || !Array.TrueForAll(vector, float.IsFinite))
                throw new ArgumentException($"Vector {place}, counted from 0, is not {LatentSize} finite numbers.", nameof(vectors));
        }

        var numbers = NumbersOf(labels, vectors.Count);
        return Write(vectors.Count, numbers, text => vectors[text], (_, logProbabilities) => TensorPrimitives.IndexOfMax<float>(logProbabilities));
    }

    /// <summary>The text that each text becomes through its vector.</summary>
    /// <inheritdoc cref="Encode"/>
    public string[] Reconstruct(IReadOnlyList<string> texts, IReadOnlyList<string>? labels = null) => Decode(Encode(texts, labels), labels);

    /// <summary>
    /// New texts: of vectors from the prior, or of the language model. Text i is the same however many are drawn, and the one
    /// that the library draws with the same seed, unless it hangs on the last digits of a float.
    /// </summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">What the draws come from.</param>
    /// <param name="temperature">1 draws from the model, less is safer; above 0, at most 100.</param>
    /// <param name="label">The label to write all under, for a model with labels.</param>
    /// <exception cref="ArgumentException">An argument is out of its range, or the label is missing, unknown or not wanted.</exception>
    public string[] Sample(int count, long seed = 1, double temperature = 1, string? label = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (!(temperature > 0 && temperature <= 100))
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "The temperature has to be above 0 and at most 100.");
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var numbers = NumbersOf(label is null ? null : [.. Enumerable.Repeat(label, count)], count);
        var draws = Enumerable.Range(0, count).Select(text => new RandomStream(seed, text)).ToArray();
        return Write(
            count, numbers, IsLanguageModel ? null : text => Prior(seed, text),
            (text, logProbabilities) => WordDraw.Of(logProbabilities, temperature, draws[text].NextDouble()));
    }

    /// <summary>Frees the graphs. No other call may be going on.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _encoder?.Dispose();
        _decoder.Dispose();
    }

    private string[] Write(int count, long[]? labels, Func<int, float[]>? vectorOf, WordChoice choose)
    {
        var texts = new string[count];
        var size = Shares.Size(count, _options);
        Shares.ForEach(Enumerable.Range(0, (count + size - 1) / size).Select(part => part * size), _options, first =>
        {
            var end = Math.Min(first + size, count);
            float[]? z = vectorOf is null ? null : [.. Enumerable.Range(first, end - first).SelectMany(vectorOf)];
            var written = _decoder.Write(z, labels?[first..end], end - first, (text, all) => choose(first + text, all));
            foreach (var (place, words) in written.Index())
                texts[first + place] = _files.Tokenizer.Join(words.Select(id => _files.Vocabulary[id]));
        });
        return texts;
    }

    // A stream beside the one that draws words.
    private float[] Prior(long seed, int text)
    {
        var random = new RandomStream(seed, text, LatentSize);
        var vector = new float[LatentSize];
        for (var i = 0; i < vector.Length; i++)
            vector[i] = (float)random.NextNormal();
        return _files.Config.Prior is { } prior ? Learnt(prior, vector) : vector;
    }

    private static float[] Learnt(OnnxPrior prior, float[] noise)
    {
        var vector = new float[noise.Length];
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] = prior.Mean[i];
            for (var j = 0; j <= i; j++)
                vector[i] += prior.Scale[(i * noise.Length) + j] * noise[j];
        }

        return vector;
    }

    private int[] WordsOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. _files.Tokenizer.Tokenize(text).Select(_files.Vocabulary.IdOf)];
    }

    private long[]? NumbersOf(IReadOnlyList<string>? labels, int texts)
    {
        if (Labels.Count == 0)
        {
            return labels is null
                ? null
                : throw new ArgumentException("This model knows no labels. Leave them away.", nameof(labels));
        }

        if (labels is null)
            throw new ArgumentException($"This model reads every text together with its label. Give one of {Excerpt.List(Labels)}.", nameof(labels));
        if (labels.Count != texts)
            throw new ArgumentException($"There are {labels.Count} labels for {texts} texts.", nameof(labels));
        return [.. labels.Select(NumberOf)];
    }

    private long NumberOf(string label)
    {
        ArgumentNullException.ThrowIfNull(label);
        for (var number = 0; number < Labels.Count; number++)
        {
            if (Labels[number] == label)
                return number;
        }

        throw new ArgumentException($"'{Excerpt.Of(label)}' is no label of this model. It knows {Excerpt.List(Labels)}.", nameof(label));
    }
}
