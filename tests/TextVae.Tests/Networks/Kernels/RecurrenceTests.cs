using TextVae.Native;
using TextVae.Networks;
using TextVae.Networks.Kernels;
using TorchSharp;
using TorchSharp.Modules;

namespace TextVae.Tests.Networks.Kernels;

public sealed class RecurrenceTests
{
    /// <summary>Hidden sizes around the widths of vectors and panels, batches around a block, in any order of length.</summary>
    private static readonly (int Hidden, int[] Lengths)[] Cases =
    [
        (1, [1]),
        (5, [1, 1, 1]),
        (16, [3, 7, 1, 4]),
        (21, [9, 2, 2, 6, 1, 8, 3]),
        (67, [.. Enumerable.Range(0, 37).Select(i => 1 + ((i * 7) % 11))]),
        (3, [.. Enumerable.Repeat(41, 60)]),
    ];

    public static TheoryData<CellKind, string, Precision> AllCellsAndKernels => Kernels.OfEveryCell;

    [Theory]
    [MemberData(nameof(AllCellsAndKernels))]
    public void The_kernels_equal_the_plain_version_with_gradients(CellKind cell, string path, Precision precision)
    {
        foreach (var (hidden, lengths) in Cases)
        {
            foreach (var isBackward in new[] { false, true })
                Compare(cell, path, precision, hidden, lengths, isBackward, withContext: true, withInitial: true);
            Compare(cell, path, precision, hidden, lengths, isBackward: false, withContext: false, withInitial: false);
        }
    }

    [Theory]
    [MemberData(nameof(AllCellsAndKernels))]
    public void Without_gradients_the_values_are_the_same(CellKind cell, string path, Precision precision)
    {
        using var kernels = Kernels.Fused(path, precision);
        var example = new Example(cell, hidden: 21, lengths: [4, 1, 6]);
        var withGradients = example.Run(isBackward: true);

        using var quiet = torch.no_grad();
        Assert.Equal(Tiny.Floats(withGradients), Tiny.Floats(example.Run(isBackward: true)));
    }

    [Theory]
    [InlineData(CellKind.Gru)]
    [InlineData(CellKind.Lstm)]
    public void Padding_gets_no_state_and_what_is_wanted_of_it_has_no_gradient(CellKind cell)
    {
        var example = new Example(cell, hidden: 8, lengths: [1, 3]);
        var states = example.Run(isBackward: false);

        Assert.All([.. Tiny.Floats(states[1, 0]), .. Tiny.Floats(states[2, 0])], number => Assert.Equal(0, number));
        states.narrow(0, 1, 2).narrow(1, 0, 1).sum().backward();
        Assert.All(example.Parameters, parameter => Assert.Equal(0, parameter.grad!.abs().sum().item<float>()));
    }

    [Theory]
    [InlineData(CellKind.Gru)]
    [InlineData(CellKind.Lstm)]
    public void A_sentence_has_the_same_states_with_any_number_of_threads(CellKind cell)
    {
        var example = new Example(cell, hidden: 24, lengths: [.. Enumerable.Range(1, 50)]);
        var before = NativeRuntime.Threads;
        var states = new List<float[]>();
        try
        {
            foreach (var threads in new[] { 1, 2, 5 })
            {
                NativeRuntime.Threads = threads;
                states.Add(Tiny.Floats(example.Run(isBackward: false)));
            }
        }
        finally
        {
            NativeRuntime.Threads = before;
        }

        Assert.Equal(states[0], states[1]);
        Assert.Equal(states[0], states[2]);
    }

    [Fact]
    public void Reversal_turns_each_sentence_around_within_its_length_and_is_its_own_inverse()
    {
        var reversal = Recurrence.Reversal([4, 2], time: 4);

        Assert.Equal([6, 3, 4, 1, 2, 5, 0, 7], reversal.data<long>().ToArray());
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], reversal.index_select(0, reversal).data<long>().ToArray());
    }

    private static void Compare(
        CellKind cell, string path, Precision precision, int hidden, int[] lengths, bool isBackward, bool withContext,
        bool withInitial)
    {
        using var scope = torch.NewDisposeScope();
        var example = new Example(cell, hidden, lengths, withContext, withInitial);
        torch.Tensor[] expected;
        using (Kernels.Plain())
            expected = Kernels.ValueAndGradients(() => example.Run(isBackward), example.Parameters);
        using var kernels = Kernels.Fused(path, precision);

        var actual = Kernels.ValueAndGradients(() => example.Run(isBackward), example.Parameters);

        foreach (var (i, (plain, fused)) in expected.Zip(actual).Index())
            Kernels.AssertClose(plain, fused, precision, $"hidden {hidden}, backward {isBackward}, tensor {i}");
    }

    private sealed class Example
    {
        private readonly CellKind _cell;
        private readonly Parameter _inputs;
        private readonly Parameter? _context;
        private readonly Parameter? _initial;
        private readonly Parameter? _memory;
        private readonly Parameter _weight;
        private readonly Parameter _bias;
        private readonly SequenceInputs _sequence;

        public Example(CellKind cell, int hidden, int[] lengths, bool withContext = true, bool withInitial = true)
        {
            torch.random.manual_seed(hidden);
            var (words, gates) = ((3 * lengths.Length) + 1, cell.Gates() * hidden);
            _cell = cell;
            _inputs = new Parameter(torch.randn(words, gates));
            _context = withContext ? new Parameter(torch.randn(lengths.Length, gates)) : null;
            _initial = withInitial ? new Parameter(torch.randn(lengths.Length, hidden)) : null;
            _memory = withInitial && cell.HasMemory() ? new Parameter(torch.randn(lengths.Length, hidden)) : null;
            _weight = new Parameter(torch.randn(gates, hidden).Times(1 / Math.Sqrt(hidden)));
            _bias = new Parameter(torch.randn(gates));
            _sequence = new SequenceInputs(_inputs, torch.randint(0, words, [lengths.Max(), lengths.Length]), lengths);
        }

        public Parameter[] Parameters =>
            [.. new[] { _inputs, _context, _initial, _memory, _weight, _bias }.OfType<Parameter>()];

        public torch.Tensor Run(bool isBackward)
        {
            var initial = _initial is null ? null : new RecurrentState(_initial, _memory);
            return Recurrence.Run(_cell, _sequence, _context, initial, _weight, _bias, isBackward);
        }
    }
}
