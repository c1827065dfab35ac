# Draws the table of airut_bench_growth: gnuplot -e "table='growth.tsv'" growth.gp > growth.svg
set terminal svg size 900,520 font "sans,13" background "white"
set datafile separator "\t"
set logscale xy
set format x "%.0s%c"
set xlabel "invoices in the store"
set ylabel "CPU microseconds each"
set key outside right top
set grid ytics
works = "'open item recorded, delivered' 'invoice accepted' 'payment matched, booked' 'open item found by its reference' 'letter decided, journalled, queued' 'event replayed' 'page of 50 invoices' 'invoices of a customer' 'invoice by its number' 'item of the day found'"
plot for [i=1:words(works)] sprintf("<awk -F'\\t' '$2 == \"%s\" {print $1 \"\\t\" $3}' %s", word(works, i), table) \
  using 1:2 with linespoints lw 2 pt 7 ps 0.6 title word(works, i)
