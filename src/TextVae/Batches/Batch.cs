using TextVae.Corpus;
using TextVae.Distributed;
using TextVae.Native;
using TorchSharp;

namespace TextVae.Batches;

/// <summary>
/// The sentences of one step, padded to the longest. Time comes first in every tensor. A sentence of n words has
/// n + 1 positions: the decoder reads the start token and the words and predicts the words and the end token.
/// </summary>
public sealed class Batch : IDisposable
{
    private torch.Tensor? _read;

    private Batch(long[] inputs, long[] targets, int[] lengths, int[] sentences, int[]? labels, int time, BatchShare? share)
    {
        Share = share ?? BatchShare.Of(lengths, Ranks.Single);
        var size = lengths.Length;
        Sentences = sentences;
        Labels = labels;
        Lengths = lengths;
        Time = time;
        Tokens = lengths.Sum();
        Inputs = torch.tensor(inputs, [time, size]);
        Targets = torch.tensor(targets, [time, size]);
        Mask = torch.tensor(RealMask(lengths, time), [time, size]);
        LengthTensor = torch.tensor(Array.ConvertAll(lengths, length => (float)length));
        (RealPositions, SentenceOfToken) = RealTokens(lengths, time);
    }

    /// <summary>Word ids the decoder reads, int64 [time, batch]: the start token, then the words, then padding.</summary>
    public torch.Tensor Inputs { get; private set; }

    /// <summary>Word ids to predict, int64 [time, batch]: the words, then the end token, then padding.</summary>
    public torch.Tensor Targets { get; }

    /// <summary>Word ids the encoder reads, int64 [time, batch]: the targets, unless words are hidden from it.</summary>
    public torch.Tensor Read => _read ?? Targets;

    /// <summary>1 at real positions and 0 at padding, float32 [time, batch].</summary>
    public torch.Tensor Mask { get; }

    /// <summary>Positions of each sentence, its words and the end token, float32 [batch].</summary>
    public torch.Tensor LengthTensor { get; }

    /// <summary>Indices of the real positions in a flattened [time · batch], int64 [tokens].</summary>
    public torch.Tensor RealPositions { get; }

    /// <summary>The sentence (column) of each real position, int64 [tokens].</summary>
    public torch.Tensor SentenceOfToken { get; }

    /// <summary>Positions of each sentence: its words and the end token.</summary>
    public IReadOnlyList<int> Lengths { get; }

    /// <summary>Indices of the sentences in their split, or in the list they came from.</summary>
    public IReadOnlyList<int> Sentences { get; }

    /// <summary>The number of each sentence's label, -1 for a sentence without one; null where nothing has labels.</summary>
    public IReadOnlyList<int>? Labels { get; }

    /// <summary>The number of sentences.</summary>
    public int Size => Lengths.Count;

    /// <summary>The length of the longest sentence, with its end token.</summary>
    public int Time { get; }

    /// <summary>The number of predicted tokens: words and end tokens, never the start token or padding.</summary>
    public long Tokens { get; }

    /// <summary>What these sentences are of the batch of a step that several processes share.</summary>
    internal BatchShare Share { get; }

    /// <summary>
    /// What these sentences have of the mean over the batch of the step: their mean, or, where processes share the batch, their sum
    /// over the number of its sentences, so that the sum over processes is the mean.
    /// </summary>
    /// <param name="ofSentences">[batch].</param>
    /// <returns>A scalar.</returns>
    public torch.Tensor Mean(torch.Tensor ofSentences) => Share.Mean(ofSentences);

    /// <summary>Makes a batch of sentences given as word ids without start or end token.</summary>
    /// <param name="sentences">The word ids of each sentence; a sentence may be empty.</param>
    /// <param name="indices">Where the sentences come from, kept in <see cref="Sentences"/>; 0, 1, ... when left out.</param>
    /// <param name="labels">The number of each sentence's label, -1 for none; null where nothing has labels.</param>
    /// <exception cref="ArgumentException">There is no sentence, or not a label for each.</exception>
    public static Batch Of(IReadOnlyList<int[]> sentences, int[]? indices = null, int[]? labels = null) =>
        Of(sentences, indices, labels, share: null);

    /// <summary>The same, of sentences that are a share of a step's batch.</summary>
    internal static Batch Of(IReadOnlyList<int[]> sentences, int[]? indices, int[]? labels, BatchShare? share)
    {
        NativeRuntime.EnsureLoaded();
        if (sentences.Count == 0)
            throw new ArgumentException("A batch needs at least one sentence.", nameof(sentences));
        var size = sentences.Count;
        if (labels is not null && labels.Length != size)
            throw new ArgumentException($"There are {size} sentences and {labels.Length} labels.", nameof(labels));
        var lengths = new int[size];
        for (var column = 0; column < size; column++)
            lengths[column] = sentences[column].Length + 1;
        var time = lengths.Max();
        var inputs = new long[time * size];
        var targets = new long[time * size];
        for (var column = 0; column < size; column++)
        {
            var words = sentences[column];
            inputs[column] = Vocabulary.Start;
            for (var t = 0; t < words.Length; t++)
            {
                targets[(t * size) + column] = words[t];
                inputs[((t + 1) * size) + column] = words[t];
            }

            targets[(words.Length * size) + column] = Vocabulary.End;
        }

        return new Batch(inputs, targets, lengths, indices ?? [.. Enumerable.Range(0, size)], labels, time, share);
    }

    /// <summary>Reads the given sentences of a split into a batch, with their labels if the split has any.</summary>
    public static Batch Of(TokenStore split, int[] sentences) =>
        Of(Array.ConvertAll(sentences, split.Read), sentences, LabelsOf(split, sentences));

    /// <summary>The labels of some sentences of a split; null where it has none.</summary>
    internal static int[]? LabelsOf(TokenStore split, int[] sentences) =>
        split.Labels.IsEmpty ? null : Array.ConvertAll(sentences, sentence => split.Labels.Span[sentence]);

    /// <summary>
    /// The same sentences several times over, all of them once, then all of them again, so that several samples of z go
    /// through the decoder together.
    /// </summary>
    internal Batch Repeat(int times)
    {
        var targets = Targets.cpu().data<long>().ToArray();
        var words = new int[Size * times][];
        for (var column = 0; column < Size; column++)
        {
            var sentence = new int[Lengths[column] - 1];
            for (var t = 0; t < sentence.Length; t++)
                sentence[t] = (int)targets[(t * Size) + column];
            for (var copy = 0; copy < times; copy++)
                words[(copy * Size) + column] = sentence;
        }

        return Of(words, Repeated(Sentences, times), Labels is null ? null : Repeated(Labels, times));
    }

    /// <summary>
    /// Hides words from the decoder: each word it reads becomes the unknown word with the given probability (Bowman
    /// et al. 2015). Targets, the start token and what the encoder reads stay whole. Draws from torch's generator.
    /// </summary>
    public void DropWords(double probability)
    {
        if (probability <= 0)
            return;
        using var scope = torch.NewDisposeScope();
        using var hidden = StepNoise.Uniform(Time, Size).lt(torch.tensor(probability))
            .logical_and(Inputs.ne(torch.tensor((long)Vocabulary.Start)))
            .logical_and(Inputs.ne(torch.tensor((long)Vocabulary.Padding)));
        var old = Inputs;
        Inputs = old.MaskedFill(hidden, Vocabulary.Unknown).MoveToOuterDisposeScope();
        old.Dispose();
    }

    /// <summary>
    /// Hides words from the encoder: each word it reads becomes the unknown word with the given probability, the input noise of a
    /// denoising autoencoder (Shen et al. 2020). End tokens stay, and so does all that the decoder reads. Draws from torch's
    /// generator.
    /// </summary>
    public void DropEncoderWords(double probability)
    {
        if (probability <= 0)
            return;
        using var scope = torch.NewDisposeScope();
        using var hidden = StepNoise.Uniform(Time, Size).lt(torch.tensor(probability))
            .logical_and(Targets.ne(torch.tensor((long)Vocabulary.End)))
            .logical_and(Targets.ne(torch.tensor((long)Vocabulary.Padding)));
        _read?.Dispose();
        _read = Targets.MaskedFill(hidden, Vocabulary.Unknown).MoveToOuterDisposeScope();
    }

    /// <summary>Lets the batch outlive the scope it was made in, until it is disposed.</summary>
    internal Batch DetachFromDisposeScope()
    {
        foreach (var tensor in (torch.Tensor[])[Inputs, Targets, Mask, LengthTensor, RealPositions, SentenceOfToken])
            tensor.DetachFromDisposeScope();
        _read?.DetachFromDisposeScope();
        return this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _read?.Dispose();
        Inputs.Dispose();
        Targets.Dispose();
        Mask.Dispose();
        LengthTensor.Dispose();
        RealPositions.Dispose();
        SentenceOfToken.Dispose();
    }

    private static int[] Repeated(IReadOnlyList<int> numbers, int times) =>
        [.. Enumerable.Repeat(numbers, times).SelectMany(all => all)];

    private static float[] RealMask(int[] lengths, int time)
    {
        var mask = new float[time * lengths.Length];
        for (var column = 0; column < lengths.Length; column++)
        {
            for (var t = 0; t < lengths[column]; t++)
                mask[(t * lengths.Length) + column] = 1;
        }

        return mask;
    }

    private static (torch.Tensor Positions, torch.Tensor Sentences) RealTokens(int[] lengths, int time)
    {
        var positions = new List<long>(lengths.Sum());
        var columns = new List<long>(positions.Capacity);
        for (var t = 0; t < time; t++)
        {
            for (var column = 0; column < lengths.Length; column++)
            {
                if (t >= lengths[column])
                    continue;
                positions.Add((t * (long)lengths.Length) + column);
                columns.Add(column);
            }
        }

        return (torch.tensor(positions.ToArray()), torch.tensor(columns.ToArray()));
    }
}
